#pragma once
#include <curl/curl.h>

// libcurl, opened with dlopen at the first call: with the twenty libraries that it loads, it is a
// quarter of the memory of an agent that only inspects its own hardware. Each function here returns
// what libcurl returns; if libcurl is missing, what a libcurl that cannot start would return.

CURLcode ccurl_global_init(long flags);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
CURLcode ccurl_easy_perform(CURL *easy);
CURLcode ccurl_easy_send(CURL *easy, const void *bytes, size_t count, size_t *sent);
CURLcode ccurl_easy_recv(CURL *easy, void *bytes, size_t count, size_t *received);
// Never NULL.
const char *ccurl_easy_strerror(CURLcode code);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line);
void ccurl_slist_free_all(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
void ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left);
CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds);

CURLU *ccurl_url(void);
void ccurl_url_cleanup(CURLU *url);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void ccurl_free(void *text);

// Swift cannot import C variadics such as curl_easy_setopt: one function per argument type.

// Swift does not see macros with casts.
static const long ccurl_auth_basic = (long)CURLAUTH_BASIC;
static const long ccurl_auth_digest = (long)CURLAUTH_DIGEST;
static const long ccurl_auth_bearer = (long)CURLAUTH_BEARER;

typedef size_t (*ccurl_bytes)(char *bytes, size_t size, size_t count, void *context);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);

// libcurl copies the string; NULL resets the option.
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);

// libcurl keeps the pointer: what it points at must outlive the transfer.
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);

// For CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
CURLcode ccurl_set_callback(CURL *easy, CURLoption option, ccurl_bytes value);

// For CURLOPT_SOCKOPTFUNCTION: called with each new socket, before it is connected.
CURLcode ccurl_set_socket_callback(CURL *easy, curl_sockopt_callback value);

// For CURLOPT_CLOSESOCKETFUNCTION: called in place of close(2).
CURLcode ccurl_set_close_callback(CURL *easy, curl_closesocket_callback value);

// For CURLOPT_XFERINFOFUNCTION: called repeatedly during a transfer.
CURLcode ccurl_set_progress(CURL *easy, curl_xferinfo_callback value);

CURLcode ccurl_get_long(CURL *easy, CURLINFO what, long *value);
CURLcode ccurl_get_double(CURL *easy, CURLINFO what, double *value);
CURLcode ccurl_get_offset(CURL *easy, CURLINFO what, curl_off_t *value);

// libcurl owns the string, which is valid until the next transfer.
CURLcode ccurl_get_string(CURL *easy, CURLINFO what, const char **value);

CURLcode ccurl_get_socket(CURL *easy, CURLINFO what, curl_socket_t *value);
