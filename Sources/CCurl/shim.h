#pragma once
#include <curl/curl.h>

// Swift cannot import C variadics such as curl_easy_setopt: one shim per argument type.

// Swift does not see macros with casts.
static const long ccurl_auth_basic = (long)CURLAUTH_BASIC;
static const long ccurl_auth_digest = (long)CURLAUTH_DIGEST;
static const long ccurl_auth_bearer = (long)CURLAUTH_BEARER;

typedef size_t (*ccurl_bytes)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

// libcurl copies the string; NULL resets the option.
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the pointer: what it points at must outlive the transfer.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

// For CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode ccurl_set_callback(CURL *easy, CURLoption option, ccurl_bytes value) {
  return curl_easy_setopt(easy, option, value);
}

// For CURLOPT_SOCKOPTFUNCTION: called with each new socket, before it is connected.
static inline CURLcode ccurl_set_socket_callback(CURL *easy, curl_sockopt_callback value) {
  return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, value);
}

// For CURLOPT_CLOSESOCKETFUNCTION: called in the place of close(2).
static inline CURLcode ccurl_set_close_callback(CURL *easy, curl_closesocket_callback value) {
  return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}

// For CURLOPT_XFERINFOFUNCTION: called again and again during a transfer.
static inline CURLcode ccurl_set_progress(CURL *easy, curl_xferinfo_callback value) {
  return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO what, long *value) {
  return curl_easy_getinfo(easy, what, value);
}

static inline CURLcode ccurl_get_double(CURL *easy, CURLINFO what, double *value) {
  return curl_easy_getinfo(easy, what, value);
}

static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO what, curl_off_t *value) {
  return curl_easy_getinfo(easy, what, value);
}

// libcurl owns the string; it holds until the next transfer.
static inline CURLcode ccurl_get_string(CURL *easy, CURLINFO what, const char **value) {
  return curl_easy_getinfo(easy, what, value);
}

static inline CURLcode ccurl_get_socket(CURL *easy, CURLINFO what, curl_socket_t *value) {
  return curl_easy_getinfo(easy, what, value);
}
