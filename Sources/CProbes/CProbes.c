#include "CProbes.h"

// Embedded, so that the agent is one file on a commune's PC, without a folder that can get lost.
static const unsigned char memory_makers[] = {
#embed "../../probes/memory-makers.csv"
};
static const unsigned char placeholders[] = {
#embed "../../probes/placeholders.txt"
};
static const unsigned char scanner_models[] = {
#embed "../../probes/scanner-models.csv"
};
static const unsigned char scanner_words[] = {
#embed "../../probes/scanner-words.csv"
};
static const unsigned char shared_addresses[] = {
#embed "../../probes/shared-addresses.txt"
};
static const unsigned char usb_cameras[] = {
#embed "../../probes/usb-cameras.csv"
};
static const unsigned char usb_scanners[] = {
#embed "../../probes/usb-scanners.csv"
};

static const struct cprobes_file files[] = {
    {"memory-makers.csv", memory_makers, sizeof memory_makers},
    {"placeholders.txt", placeholders, sizeof placeholders},
    {"scanner-models.csv", scanner_models, sizeof scanner_models},
    {"scanner-words.csv", scanner_words, sizeof scanner_words},
    {"shared-addresses.txt", shared_addresses, sizeof shared_addresses},
    {"usb-cameras.csv", usb_cameras, sizeof usb_cameras},
    {"usb-scanners.csv", usb_scanners, sizeof usb_scanners},
};

size_t cprobes_count(void) { return sizeof files / sizeof files[0]; }

struct cprobes_file cprobes_file(size_t index) {
  return index < cprobes_count() ? files[index] : (struct cprobes_file){NULL, NULL, 0};
}
