// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dgex::drivers {

/// What a converter of the open APIS system says in answer to /all/get, /dcdc/get or /dcdc/set. Absent is what it
/// did not say. Currents and powers: + from the DC grid into the home. Source: APIS specification, section 5.2.
struct ConverterReply {
    std::optional<double> gridWatts;
    std::optional<double> gridVolts;
    std::optional<double> gridAmperes;
    std::optional<double> batteryWatts;
    std::optional<double> batteryVolts;
    std::optional<double> batteryAmperes;
    std::optional<double> degrees;
    std::optional<double> targetVolts;   ///< dvg
    std::optional<double> limitAmperes;  ///< dig
    std::optional<double> chargePercent; ///< rsoc
    std::string operationMode;           ///< "Waiting", "Grid Autonomy", "Heteronomy CV"
    std::string alarmState;              ///< "No alarm", "Light alarm", "Heavy alarm"
};

inline constexpr std::size_t kConverterReplyBytesMax = 65'536;

/// None for what is not such an answer. Takes any bytes.
[[nodiscard]] std::optional<ConverterReply> parseConverterReply(std::string_view json);

/// Whether the measured values are there, within what hardware can be, and fit each other (power = voltage x current).
[[nodiscard]] bool isPlausible(const ConverterReply& reply, double powerMaxWatts);

} // namespace dgex::drivers
