// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"

#include <memory>
#include <vector>

namespace dgex::test {

/// A sunny afternoon at 14:12 in Tokyo: the home sells to neighbours, its battery is at 82 %.
[[nodiscard]] views::HomeSnapshot sunnyAfternoon();

/// Gives the snapshot that the test sets.
class FixedSource : public views::SnapshotSource {
public:
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override { return m_home; }
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return nullptr; }
    [[nodiscard]] std::shared_ptr<const views::SetupSnapshot> setup() const override { return m_setup; }
    void set(views::SetupSnapshot setup) { m_setup = std::make_shared<views::SetupSnapshot>(std::move(setup)); }
    void set(views::HomeSnapshot snapshot) { m_home = std::make_shared<views::HomeSnapshot>(std::move(snapshot)); }

private:
    std::shared_ptr<const views::HomeSnapshot> m_home;
    std::shared_ptr<const views::SetupSnapshot> m_setup;
};

/// Remembers what was asked for.
class RecordedCommands : public views::HomeCommands {
public:
    void setPolicy(const policy::UserPolicy& policy) override { policies.push_back(policy); }
    void join(const std::string& meter) override { joins.push_back(meter); }
    std::vector<policy::UserPolicy> policies;
    std::vector<std::string> joins;
};

} // namespace dgex::test
