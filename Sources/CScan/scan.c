#define _GNU_SOURCE
#include "CScan.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Declared here, so that these libraries are needed neither to build nor to start. Only one
// short-lived process ever calls them.
static void *(*new_wand)(void);
static void (*magick_start)(void);
static unsigned (*read_image)(void *, const char *);
static unsigned (*set_option)(void *, const char *, const char *);
static size_t (*image_width)(void *), (*image_height)(void *);
static unsigned (*export_pixels)(void *, long, long, size_t, size_t, const char *, int, void *);

static void *(*scanner_create)(void);
static int (*scanner_configure)(void *, int, int, int);
static int (*scanner_dbus)(void *, int);
static void *(*image_create)(void);
static void (*image_format)(void *, unsigned long);
static void (*image_size)(void *, unsigned, unsigned);
static void (*image_data)(void *, const void *, unsigned long, void *);
static int (*scan_image)(void *, void *);
static const void *(*first_symbol)(const void *);
static const void *(*next_symbol)(const void *);
static const char *(*symbol_data)(const void *);
static unsigned (*symbol_length)(const void *);
static unsigned (*symbol_corners)(const void *);
static int (*symbol_x)(const void *, unsigned), (*symbol_y)(const void *, unsigned);

enum { CHAR_PIXEL = 1, QR_CODE = 64, ENABLE = 0 };
static const unsigned long y800 = 0x30303859;

static int find(void *library, const char *name, void *place) {
  void *found = dlsym(library, name);
  memcpy(place, &found, sizeof found);
  return found != NULL;
}

int cscan_open(void) {
  // Debian 12, and its successors.
  void *magick = dlopen("libMagickWand-6.Q16.so.6", RTLD_NOW);
  if (magick == NULL) magick = dlopen("libMagickWand-6.Q16.so.7", RTLD_NOW);
  if (magick == NULL) magick = dlopen("libMagickWand-7.Q16.so.10", RTLD_NOW);
  void *zbar = dlopen("libzbar.so.0", RTLD_NOW);
  if (magick == NULL || zbar == NULL) return -1;
  const int all = find(magick, "MagickWandGenesis", &magick_start) &
                  find(magick, "NewMagickWand", &new_wand) &
                  find(magick, "MagickReadImage", &read_image) &
                  find(magick, "MagickSetOption", &set_option) &
                  find(magick, "MagickGetImageWidth", &image_width) &
                  find(magick, "MagickGetImageHeight", &image_height) &
                  find(magick, "MagickExportImagePixels", &export_pixels) &
                  find(zbar, "zbar_image_scanner_create", &scanner_create) &
                  find(zbar, "zbar_image_scanner_set_config", &scanner_configure) &
                  find(zbar, "zbar_image_create", &image_create) &
                  find(zbar, "zbar_image_set_format", &image_format) &
                  find(zbar, "zbar_image_set_size", &image_size) &
                  find(zbar, "zbar_image_set_data", &image_data) &
                  find(zbar, "zbar_scan_image", &scan_image) &
                  find(zbar, "zbar_image_first_symbol", &first_symbol) &
                  find(zbar, "zbar_symbol_next", &next_symbol) &
                  find(zbar, "zbar_symbol_get_data", &symbol_data) &
                  find(zbar, "zbar_symbol_get_data_length", &symbol_length) &
                  find(zbar, "zbar_symbol_get_loc_size", &symbol_corners) &
                  find(zbar, "zbar_symbol_get_loc_x", &symbol_x) &
                  find(zbar, "zbar_symbol_get_loc_y", &symbol_y);
  if (!all) return -1;
  // Missing in older versions, which do not announce codes on the bus either.
  find(zbar, "zbar_image_scanner_request_dbus", &scanner_dbus);
  magick_start();
  return 0;
}

unsigned char *cscan_grey(const char *place, unsigned *width, unsigned *height) {
  void *wand = new_wand();
  // A larger JPEG is decoded to about this size: enough for a code, and a fraction of the memory.
  if (wand == NULL || !set_option(wand, "jpeg:size", "2400x2400")) return NULL;
  if (!read_image(wand, place)) return NULL;
  const size_t columns = image_width(wand), rows = image_height(wand);
  if (columns == 0 || rows == 0 || columns > 65535 || rows > 65535) return NULL;
  unsigned char *grey = malloc(columns * rows);
  if (grey == NULL) return NULL;
  if (!export_pixels(wand, 0, 0, columns, rows, "I", CHAR_PIXEL, grey)) {
    free(grey);
    return NULL;
  }
  *width = (unsigned)columns;
  *height = (unsigned)rows;
  return grey;
}

unsigned char *cscan_smaller(const unsigned char *grey, unsigned width, unsigned height,
                             unsigned scale) {
  const size_t columns = width / scale, rows = height / scale;
  unsigned char *small = malloc(columns * rows + 1);
  if (small == NULL) return NULL;
  for (size_t y = 0; y < rows; y++) {
    for (size_t x = 0; x < columns; x++) {
      unsigned sum = 0;
      for (size_t row = y * scale; row < (y + 1) * scale; row++) {
        for (size_t place = 0; place < scale; place++) sum += grey[row * width + x * scale + place];
      }
      small[y * columns + x] = (unsigned char)(sum / (scale * scale));
    }
  }
  return small;
}

int cscan_codes(const unsigned char *grey, unsigned width, unsigned height, struct cscan_code *codes,
                int most) {
  void *scanner = scanner_create(), *image = image_create();
  if (scanner == NULL || image == NULL) return -1;
  if (scanner_dbus != NULL) scanner_dbus(scanner, 0);
  scanner_configure(scanner, 0, ENABLE, 0);
  scanner_configure(scanner, QR_CODE, ENABLE, 1);
  image_format(image, y800);
  image_size(image, width, height);
  image_data(image, grey, (unsigned long)width * height, NULL);
  if (scan_image(scanner, image) < 0) return -1;
  int count = 0;
  for (const void *symbol = first_symbol(image); symbol != NULL && count < most;
       symbol = next_symbol(symbol)) {
    const unsigned length = symbol_length(symbol);
    const char *text = symbol_data(symbol);
    if (text == NULL || length >= sizeof codes->text || symbol_corners(symbol) != 4) continue;
    struct cscan_code *code = &codes[count++];
    memset(code, 0, sizeof *code);
    memcpy(code->text, text, length);
    for (unsigned corner = 0; corner < 4; corner++) {
      code->x[corner] = symbol_x(symbol, corner);
      code->y[corner] = symbol_y(symbol, corner);
    }
  }
  return count;
}
