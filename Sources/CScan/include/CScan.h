#pragma once

// Libraries that decode images and find QR codes in them, loaded at run time if installed; and what
// a process gives up before it uses them on a stranger's file.

// Loads both libraries: 0, or -1 if one is not installed.
int cscan_open(void);

// Decodes the first picture of a file into grey values, row by row, to be freed with free(3); NULL
// if it cannot be decoded.
//
// place: the decoder's name, a colon and the path, such as "jpeg:/tmp/x/scan".
unsigned char *cscan_grey(const char *place, unsigned *width, unsigned *height);

// Makes a picture in which each pixel is the mean of a square with sides of `scale` pixels, to be
// freed with free(3); NULL without memory. The remainder on the right and at the bottom is left
// out.
unsigned char *cscan_smaller(const unsigned char *grey, unsigned width, unsigned height,
                             unsigned scale);

// A QR code and its four corners in pixels, in either direction from its own upper left one.
struct cscan_code {
  char text[256];
  int x[4], y[4];
};

// Finds the QR codes of a picture.
//
// Returns how many were written to `codes`; -1 if the scanner cannot work. A code whose text is
// longer than the struct holds, or that lacks four corners, is left out.
int cscan_codes(const unsigned char *grey, unsigned width, unsigned height, struct cscan_code *codes,
                int most);

// Limits this process and all that it starts: bytes of address space and of a file, seconds of CPU,
// open files, no core. 0, or -1 with errno.
int cscan_limit(unsigned long long memory, unsigned long long file, unsigned seconds, unsigned files);

// Denies this process and all that it starts any socket, permanently: 0, or -1 with errno. Needs
// no_new_privs.
int cscan_forbid_sockets(void);
