#pragma once

// The interface of PKCS#11 modules as p11-kit declares it: only types; nothing is linked.
#include <p11-kit-1/p11-kit/pkcs11.h>
