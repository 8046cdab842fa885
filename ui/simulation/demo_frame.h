// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dgex::ui {

class HomeWindow;
class OperatorWindow;

/// Puts the permanent frame of a simulation round a face, with its word in the language of the moment. Thread: the
/// GUI's.
void frameAsDemo(HomeWindow& window);
void frameAsDemo(OperatorWindow& window);

} // namespace dgex::ui
