#include "CInventory.h"
