// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/quantity_format.h"
#include "ui/common/theme.h"

#include <QCoreApplication>

#include <array>

namespace dgex::ui {

/// The words for what the core reports by codes and facts: one template per code.
class Wording {
    Q_DECLARE_TR_FUNCTIONS(Wording)
public:
    /// Three levels of "why": the sentence, three causes, and what would have led to something else.
    struct Explanation {
        QString sentence;
        std::array<QString, 3> causes;
        QString wouldChange;
    };

    [[nodiscard]] static QString activityTitle(const views::NowReason& reason, const QuantityFormat& format);
    [[nodiscard]] static QString activitySentence(const views::HomeSnapshot& snapshot, const QuantityFormat& format);
    [[nodiscard]] static Role activityRole(views::Activity activity);
    [[nodiscard]] static Explanation explain(const policy::DecisionRecord& record, const QuantityFormat& format);
    [[nodiscard]] static QString rule(policy::Rule rule);

    [[nodiscard]] static QString alert(views::AlertCode code);
    [[nodiscard]] static QString advice(views::AlertCode code);
    [[nodiscard]] static QString device(views::DeviceRow::Kind kind);
    [[nodiscard]] static QString routerMode(ports::DgrMode mode);
    [[nodiscard]] static QString leg(const ports::LegState& leg);
    [[nodiscard]] static QString preset(policy::Preset preset);
    [[nodiscard]] static QString presetEffect(policy::Preset preset);
    [[nodiscard]] static QString method(forecast::Method method);

private:
    [[nodiscard]] static QString sentence(const policy::DecisionRecord& record, const QuantityFormat& format);
    [[nodiscard]] static QString wouldChange(const policy::DecisionRecord& record, const QuantityFormat& format);
    [[nodiscard]] static QString otherInput(const policy::DecisionRecord& record, const policy::Change& change,
                                            const QuantityFormat& format);
};

} // namespace dgex::ui
