// When libgit2 reads the authorities that TLS trusts.
#ifndef COUNTERSIGN_TRUST_H
#define COUNTERSIGN_TRUST_H

#include <stdbool.h>

/// Lets the authorities be read from now on; true where some were asked for before, and are to be named again.
bool cs_trust_begins(void);

#endif
