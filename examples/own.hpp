#pragma once
/// What my_rehearse.cpp adds to rehearse.

void add_quick_cutover();      ///< A property, E1.
void add_slow_writes();        ///< A fault, "slow_write".
void add_forgetful_gateway();  ///< A service, "forgetful".
