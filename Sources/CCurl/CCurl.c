#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// The header defines these names as macros for type checks; the functions are needed here.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define EACH(X)                                                                                             \
  X(global_init) X(easy_init) X(easy_cleanup) X(easy_perform) X(easy_send) X(easy_recv) X(easy_strerror)    \
  X(easy_setopt) X(easy_getinfo) X(slist_append) X(slist_free_all) X(multi_init) X(multi_cleanup)           \
  X(multi_add_handle) X(multi_remove_handle) X(multi_perform) X(multi_info_read) X(multi_poll) X(url)       \
  X(url_cleanup) X(url_set) X(url_get) X(free)

#define POINTER(name) __typeof__(&curl_##name) name;
static struct { EACH(POINTER) } functions;
static int isLoaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// libcurl is never closed: threads and exit handlers of the libraries behind it may still run.
static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
#define FIND(name) \
  if ((functions.name = (__typeof__(functions.name))dlsym(library, "curl_" #name)) == NULL) return;
  EACH(FIND)
  isLoaded = 1;
}

static int loaded(void) {
  pthread_once(&once, load);
  return isLoaded;
}

CURLcode ccurl_global_init(long flags) {
  return loaded() ? functions.global_init(flags) : CURLE_FAILED_INIT;
}

CURL *ccurl_easy_init(void) { return loaded() ? functions.easy_init() : NULL; }

// The rest needs a handle, a list or a text made by libcurl: it is loaded then, or the argument is
// NULL.

void ccurl_easy_cleanup(CURL *easy) {
  if (loaded()) functions.easy_cleanup(easy);
}

CURLcode ccurl_easy_perform(CURL *easy) {
  return loaded() ? functions.easy_perform(easy) : CURLE_FAILED_INIT;
}

CURLcode ccurl_easy_send(CURL *easy, const void *bytes, size_t count, size_t *sent) {
  return loaded() ? functions.easy_send(easy, bytes, count, sent) : CURLE_FAILED_INIT;
}

CURLcode ccurl_easy_recv(CURL *easy, void *bytes, size_t count, size_t *received) {
  return loaded() ? functions.easy_recv(easy, bytes, count, received) : CURLE_FAILED_INIT;
}

const char *ccurl_easy_strerror(CURLcode code) {
  return loaded() ? functions.easy_strerror(code) : "libcurl.so.4 is missing";
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line) {
  return loaded() ? functions.slist_append(list, line) : NULL;
}

void ccurl_slist_free_all(struct curl_slist *list) {
  if (loaded()) functions.slist_free_all(list);
}

CURLM *ccurl_multi_init(void) { return loaded() ? functions.multi_init() : NULL; }

void ccurl_multi_cleanup(CURLM *multi) {
  if (loaded()) functions.multi_cleanup(multi);
}

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return loaded() ? functions.multi_add_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return loaded() ? functions.multi_remove_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) {
  return loaded() ? functions.multi_perform(multi, running) : CURLM_INTERNAL_ERROR;
}

CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) {
  return loaded() ? functions.multi_info_read(multi, left) : NULL;
}

CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds) {
  return loaded() ? functions.multi_poll(multi, NULL, 0, milliseconds, NULL) : CURLM_INTERNAL_ERROR;
}

CURLU *ccurl_url(void) { return loaded() ? functions.url() : NULL; }

void ccurl_url_cleanup(CURLU *url) {
  if (loaded()) functions.url_cleanup(url);
}

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return loaded() ? functions.url_set(url, part, text, flags) : CURLUE_OUT_OF_MEMORY;
}

CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return loaded() ? functions.url_get(url, part, text, flags) : CURLUE_OUT_OF_MEMORY;
}

void ccurl_free(void *text) {
  if (loaded()) functions.free(text);
}

// One function per argument type.
#define SET(easy, option, value) \
  (loaded() ? functions.easy_setopt(easy, option, value) : CURLE_FAILED_INIT)
#define GET(easy, what, value) (loaded() ? functions.easy_getinfo(easy, what, value) : CURLE_FAILED_INIT)

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_callback(CURL *easy, CURLoption option, ccurl_bytes value) {
  return SET(easy, option, value);
}

CURLcode ccurl_set_socket_callback(CURL *easy, curl_sockopt_callback value) {
  return SET(easy, CURLOPT_SOCKOPTFUNCTION, value);
}

CURLcode ccurl_set_close_callback(CURL *easy, curl_closesocket_callback value) {
  return SET(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}

CURLcode ccurl_set_progress(CURL *easy, curl_xferinfo_callback value) {
  return SET(easy, CURLOPT_XFERINFOFUNCTION, value);
}

CURLcode ccurl_get_long(CURL *easy, CURLINFO what, long *value) {
  return GET(easy, what, value);
}

CURLcode ccurl_get_double(CURL *easy, CURLINFO what, double *value) {
  return GET(easy, what, value);
}

CURLcode ccurl_get_offset(CURL *easy, CURLINFO what, curl_off_t *value) {
  return GET(easy, what, value);
}

CURLcode ccurl_get_string(CURL *easy, CURLINFO what, const char **value) {
  return GET(easy, what, value);
}

CURLcode ccurl_get_socket(CURL *easy, CURLINFO what, curl_socket_t *value) {
  return GET(easy, what, value);
}
