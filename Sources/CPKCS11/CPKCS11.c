#include "CPKCS11.h"

// Vendors' modules are built with structures in their natural alignment.
_Static_assert(sizeof(CK_ATTRIBUTE) == 3 * sizeof(void *), "CK_ATTRIBUTE is packed");
