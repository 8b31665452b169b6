#include "ui/findings/source_mask.h"

#include <QString>
#include <QTest>

namespace portolan {

namespace {

/// JSON with its quotes written as apostrophes.
QString json(const char* text) {
    return QString::fromUtf8(text).replace(QLatin1Char('\''), QLatin1Char('"'));
}

} // namespace

class SourceMaskTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// In every row the word SECRET must be gone and the word SHOWN must stay; lines keep their number.
    void valuesThatMustNotBeShownAreHidden_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("env value") << "spec:\n  env:\n    - name: SHOWN\n      value: SECRET\n  other: SHOWN\n";
        QTest::newRow("env value, quoted") << "env:\n- name: SHOWN\n  value: \"SECRET # SECRET\"\n";
        QTest::newRow("env value first") << "env:\n- value: SECRET\n  name: SHOWN\n";
        QTest::newRow("env flow") << "env: [{name: A, value: SECRET}]\nimage: SHOWN\n";
        QTest::newRow("env flow over lines") << "env: [\n    {name: A, value: SECRET},\n  ]\nimage: SHOWN\n";
        QTest::newRow("folded value") << "env:\n- name: A\n  value: >\n    SECRET\n\n    SECRET\n- name: SHOWN\n";
        QTest::newRow("value on the next line") << "env:\n- name: SHOWN\n  value:\n    SECRET\n";
        QTest::newRow("args") << "args:\n- --password=SECRET\n- SECRET\nimage: SHOWN\n";
        QTest::newRow("args, indented") << "  args:\n    - SECRET\n  image: SHOWN\n";
        QTest::newRow("args, flow") << "args: [\"SECRET\", \"SECRET\"]\nimage: SHOWN\n";
        QTest::newRow("command block") << "command:\n- sh\n- -c\n- |\n  SECRET: SECRET\n  SECRET\nimage: SHOWN\n";
        QTest::newRow("config map") << "kind: ConfigMap\ndata:\n  SHOWN: SECRET\n  b: |\n    SECRET=1\n    x: SECRET\n";
        QTest::newRow("config map, then another") << "data:\n  a: SECRET\n---\nkind: SHOWN\n";
        QTest::newRow("kind after data") << "data:\n  a: SECRET\nkind: SHOWN\n";
        QTest::newRow("in a list") << "items:\n- data:\n    a: SECRET\n  kind: SHOWN\n";
        QTest::newRow("secret") << "stringData:\n  SHOWN: SECRET\n";
        QTest::newRow("annotation") << "metadata:\n  annotations:\n    note: SECRET\n  name: SHOWN\n";
        QTest::newRow("harmless annotation")
            << "annotations:\n  kubernetes.io/ingress.class: SHOWN\n  last-applied: '{\"a\": \"SECRET\"}'\n";
        QTest::newRow("carriage returns") << "env:\r\n- name: SHOWN\r\n  value: SECRET\r\n";
        QTest::newRow("json env") << json("{'spec':{'env':[{'name':'SHOWN','value':'SECRET'}]}}");
        QTest::newRow("json args") << json("{'args':['SECRET','SECRET'],'image':'SHOWN'}");
        QTest::newRow("json data before kind") << json("{'data':{'a':'SECRET','b':{'c':'SECRET'}},'kind':'SHOWN'}");
        QTest::newRow("json number") << json("{'annotations':{'a':'SECRET'},'replicas':1,'x':'SHOWN'}");
        QTest::newRow("json escapes") << json("{'data':{'a':'\\'SECRET\\' \\\\'},'kind':'SHOWN'}");
        QTest::newRow("json harmless") << json("{'annotations':{'kubernetes.io/ingress.class':'SHOWN','b':'SECRET'}}");
    }
    void valuesThatMustNotBeShownAreHidden() {
        QFETCH(QString, text);
        const QString masked = QString::fromStdString(maskedSource(text.toStdString()));
        QVERIFY2(!masked.contains(QStringLiteral("SECRET")), qPrintable(masked));
        QVERIFY2(!text.contains(QStringLiteral("SHOWN")) || masked.contains(QStringLiteral("SHOWN")),
                 qPrintable(masked));
        QCOMPARE(masked.count(QLatin1Char('\n')), text.count(QLatin1Char('\n')));
    }

    void aPolicyIsShownAsItIs() {
        const std::string policy =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\nspec:\n"
            "  podSelector:\n    matchLabels: {app: web}\n  ingress:\n  - from:\n"
            "    - namespaceSelector: {}\n    ports:\n    - {protocol: TCP, port: 80}\n";
        QCOMPARE(QString::fromStdString(maskedSource(policy)), QString::fromStdString(policy));
    }
};

} // namespace portolan

QTEST_GUILESS_MAIN(portolan::SourceMaskTest)
#include "source_mask_test.moc"
