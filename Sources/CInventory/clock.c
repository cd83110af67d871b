#include "CInventory.h"
#include <errno.h>
#include <sys/timex.h>

int inventory_synchronised_time(double *seconds) {
  struct timex state = {0};
  int answer = adjtimex(&state);
  if (answer < 0) return -1;
  if (answer == TIME_ERROR || state.status & STA_UNSYNC) return 0;
  *seconds = (double)state.time.tv_sec +
             (double)state.time.tv_usec / (state.status & STA_NANO ? 1e9 : 1e6);
  return 1;
}
