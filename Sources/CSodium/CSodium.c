#include "CSodium.h"

#include <sodium.h>

_Static_assert(
    sizeof(struct csodium_sha256) == sizeof(crypto_hash_sha256_state), "as large as libsodium's");

#define STATE(state) ((crypto_hash_sha256_state *)(void *)(state))

int csodium_init(void) { return sodium_init() < 0 ? -1 : 0; }

void csodium_sha256_init(struct csodium_sha256 *state) { crypto_hash_sha256_init(STATE(state)); }

void csodium_sha256_update(struct csodium_sha256 *state, const unsigned char *data, size_t count) {
  crypto_hash_sha256_update(STATE(state), data, count);
}

void csodium_sha256_final(struct csodium_sha256 *state, unsigned char *digest) {
  crypto_hash_sha256_final(STATE(state), digest);
}

void csodium_hmac_sha256(
    const unsigned char *key, size_t keyCount, const unsigned char *message, size_t count,
    unsigned char *code) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key, keyCount);
  crypto_auth_hmacsha256_update(&state, message, count);
  crypto_auth_hmacsha256_final(&state, code);
}

void csodium_ed25519_keys(
    const unsigned char *seed, unsigned char *publicKey, unsigned char *secretKey) {
  crypto_sign_ed25519_seed_keypair(publicKey, secretKey, seed);
}

void csodium_ed25519_sign(
    const unsigned char *message, size_t count, const unsigned char *secretKey,
    unsigned char *signature) {
  crypto_sign_ed25519_detached(signature, NULL, message, count, secretKey);
}

int csodium_ed25519_verify(
    const unsigned char *message, size_t count, const unsigned char *publicKey,
    const unsigned char *signature) {
  return crypto_sign_ed25519_verify_detached(signature, message, count, publicKey) == 0;
}

int csodium_scrypt(
    const unsigned char *password, size_t passwordCount, const unsigned char *salt,
    size_t saltCount, uint64_t n, uint32_t r, uint32_t p, unsigned char *hash, size_t hashCount) {
  return crypto_pwhash_scryptsalsa208sha256_ll(
             password, passwordCount, salt, saltCount, n, r, p, hash, hashCount) == 0
             ? 0
             : -1;
}

int csodium_equal(const unsigned char *one, const unsigned char *other, size_t count) {
  return sodium_memcmp(one, other, count) == 0;
}
