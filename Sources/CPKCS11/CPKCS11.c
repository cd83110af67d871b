#include "CPKCS11.h"

// What a vendor's module was built for: structures in their natural alignment.
_Static_assert(sizeof(CK_ATTRIBUTE) == 3 * sizeof(void *), "CK_ATTRIBUTE is packed");
