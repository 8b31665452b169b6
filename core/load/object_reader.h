#pragma once

#include "core/load/batch.h"
#include "core/load/line_map.h"
#include "core/load/load.h"
#include "core/load/tree_builder.h"

namespace portolan::loading {

/// Takes the objects of one text, decides by group and kind who reads each, and puts the facts into the batch. Objects
/// of kinds that nobody reads are counted with the question whether they are policies; what is no Kubernetes object at
/// all is a note.
class ObjectReader : public ObjectSink {
  public:
    /// Whether the text holds "{{" anywhere: only then objects are searched for templates.
    enum class Templates { Absent, Possible };

    /// `base`: where the text that is fed begins in the text of `lines`.
    ObjectReader(Batch& batch, LineMap& lines, std::size_t base, const LoadOptions& options, Templates templates)
        : m_batch(batch), m_lines(lines), m_base(base), m_options(options), m_templates(templates) {}

    void setBase(std::size_t base) { m_base = base; }
    void object(const TreeNode& root, const TypeMeta& inherited) override;

  private:
    Batch& m_batch;
    LineMap& m_lines;
    std::size_t m_base;
    const LoadOptions& m_options;
    Templates m_templates;
};

/// Reads portolan.yaml: inventory, cluster, evidence.windowDays, sensitive. Unknown keys and values are warnings.
class InventoryReader : public ObjectSink {
  public:
    InventoryReader(Batch& batch, LineMap& lines, const LoadOptions& options, InventoryFacts& facts)
        : m_batch(batch), m_lines(lines), m_options(options), m_facts(facts) {}

    void object(const TreeNode& root, const TypeMeta& inherited) override;

  private:
    Batch& m_batch;
    LineMap& m_lines;
    const LoadOptions& m_options;
    InventoryFacts& m_facts;
};

} // namespace portolan::loading
