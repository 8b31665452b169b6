#pragma once

#include "core/analysis/analysis.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace portolan {

class JobRunner;

/// Asks which cluster to read. Its contexts come from kubectl, off the window's thread; the cluster itself is not
/// contacted before the reader says so.
class LiveDialog : public QDialog {
    Q_OBJECT
  public:
    /// `source` says what is chosen at first.
    explicit LiveDialog(LiveSource source = {}, QWidget* parent = nullptr);
    ~LiveDialog() override;

    QComboBox& contexts() { return *m_contexts; }
    QLineEdit& namespaces() { return *m_namespaces; }
    QLineEdit& kubeconfig() { return *m_kubeconfig; }
    QCheckBox& configMaps() { return *m_configMaps; }
    QPushButton& connectButton() { return *m_connect; }
    /// What the reader sees about the contexts: asking, none, why not.
    QString note() const;

  Q_SIGNALS:
    void chosen(const portolan::LiveSource& source);
    /// The contexts are there, or why they are not.
    void contextsShown();

  private:
    QWidget* makeFields();
    QWidget* makeFoot();
    void askContexts();
    void showContexts(const Result<LiveContexts>& contexts);
    void chooseKubeconfig();
    void choose();

    LiveSource m_source;
    JobRunner* m_jobs;
    QComboBox* m_contexts;
    QLineEdit* m_namespaces;
    QLineEdit* m_kubeconfig;
    QCheckBox* m_configMaps;
    QLabel* m_note;
    QPushButton* m_connect;
};

} // namespace portolan
