#include "ui/shell/live_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

namespace portolan {

namespace {

constexpr int kPatience = 30'000;

} // namespace

class LiveDialogTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void itOffersTheContextsAndTheCurrentOneFirst() {
        const auto dialog = shown("case $* in *get-contexts*) echo prod; echo dev ;; *) echo prod ;; esac");
        QCOMPARE(dialog->contexts().count(), 2);
        QCOMPARE(dialog->contexts().itemText(0), QStringLiteral("dev"));
        QCOMPARE(dialog->contexts().currentText(), QStringLiteral("prod"));
        QVERIFY(dialog->connectButton().isEnabled());
        QVERIFY(dialog->note().isEmpty());
    }

    void itGivesWhatWasChosen() {
        const auto dialog = shown("echo dev");
        std::optional<LiveSource> source;
        connect(&*dialog, &LiveDialog::chosen, this, [&](const LiveSource& chosen) { source = chosen; });
        dialog->namespaces().setText(QStringLiteral(" shop, data  web,"));
        dialog->configMaps().setChecked(true);
        dialog->connectButton().click();
        QVERIFY(source.has_value());
        QCOMPARE(source->context, std::string("dev"));
        QCOMPARE(source->namespaces, (std::vector<std::string>{"shop", "data", "web"}));
        QCOMPARE(source->configMaps, LiveSource::ConfigMaps::Read);
        QCOMPARE(dialog->result(), static_cast<int>(QDialog::Accepted));
    }

    void whereThereIsNothingToConnectToItSaysWhy_data() {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("note");
        QTest::newRow("no context") << "true"
                                    << "The kubeconfig names no cluster.";
        QTest::newRow("bad kubeconfig") << "echo 'error: it is not YAML' >&2; exit 1"
                                        << "it is not YAML";
    }
    void whereThereIsNothingToConnectToItSaysWhy() {
        QFETCH(QString, shell);
        QFETCH(QString, note);
        const auto dialog = shown(shell.toUtf8());
        QVERIFY2(dialog->note().contains(note), qPrintable(dialog->note()));
        QVERIFY(!dialog->connectButton().isEnabled());
    }

    void anotherKubeconfigIsAskedForItsContexts() {
        const auto dialog = shown("case $* in *--kubeconfig=/other*) echo far ;; *) echo near ;; esac");
        QCOMPARE(dialog->contexts().currentText(), QStringLiteral("near"));
        QSignalSpy asked(&*dialog, &LiveDialog::contextsShown);
        dialog->kubeconfig().setText(QStringLiteral("/other"));
        QTest::keyClick(&dialog->kubeconfig(), Qt::Key_Return);
        QVERIFY(!asked.isEmpty() || asked.wait(kPatience));
        QCOMPARE(dialog->contexts().currentText(), QStringLiteral("far"));
    }

    void closingStopsKubectl() {
        LiveSource source;
        source.kubectl = program("exec sleep 600");
        LiveDialog dialog(source);
        dialog.show();
        QVERIFY(!dialog.connectButton().isEnabled());
    }

  private:
    std::string program(const QByteArray& shell) {
        const QString path = m_folder.filePath(QStringLiteral("kubectl"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return {};
        file.write("#!/bin/sh\n" + shell + '\n');
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path.toStdString();
    }
    /// A dialog whose kubectl has answered.
    std::unique_ptr<LiveDialog> shown(const QByteArray& shell) {
        LiveSource source;
        source.kubectl = program(shell);
        auto out = std::make_unique<LiveDialog>(source);
        QSignalSpy asked(out.get(), &LiveDialog::contextsShown);
        out->show();
        if (asked.isEmpty()) asked.wait(kPatience);
        return out;
    }

    QTemporaryDir m_folder;
};

} // namespace portolan

QTEST_MAIN(portolan::LiveDialogTest)
#include "live_dialog_test.moc"
