// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dgex::ui {

/// Lets screen readers press every Button as a finger does. Qt's own interface only toggles a checkable button, which
/// presses nothing. Once in a program is enough, more do no harm.
void makeButtonsPressable();

} // namespace dgex::ui
