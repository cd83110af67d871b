#pragma once

// The few functions of libsodium that are used. Its own headers include <stdlib.h>, whose types
// every importing Swift module would then see as ours.

#include <stddef.h>
#include <stdint.h>

// libsodium's crypto_hash_sha256_state.
struct csodium_sha256 {
  _Alignas(8) unsigned char bytes[104];
};

// Selects the processor's own instructions. 0, or -1: then everything still works, but more slowly.
int csodium_init(void);

void csodium_sha256_init(struct csodium_sha256 *state);
void csodium_sha256_update(struct csodium_sha256 *state, const unsigned char *data, size_t count);
// Writes 32 bytes; `state` must not be used again.
void csodium_sha256_final(struct csodium_sha256 *state, unsigned char *digest);

// Writes 32 bytes.
void csodium_hmac_sha256(
    const unsigned char *key, size_t keyCount, const unsigned char *message, size_t count,
    unsigned char *code);

// Derives a public key of 32 bytes and a secret key of 64 from a seed of 32.
void csodium_ed25519_keys(
    const unsigned char *seed, unsigned char *publicKey, unsigned char *secretKey);
// Writes 64 bytes.
void csodium_ed25519_sign(
    const unsigned char *message, size_t count, const unsigned char *secretKey,
    unsigned char *signature);
// 1 if valid, else 0.
int csodium_ed25519_verify(
    const unsigned char *message, size_t count, const unsigned char *publicKey,
    const unsigned char *signature);

// 0, or -1 if there is not enough memory.
int csodium_scrypt(
    const unsigned char *password, size_t passwordCount, const unsigned char *salt,
    size_t saltCount, uint64_t n, uint32_t r, uint32_t p, unsigned char *hash, size_t hashCount);

// 1 if equal, else 0, in a time that does not depend on where they differ.
int csodium_equal(const unsigned char *one, const unsigned char *other, size_t count);
