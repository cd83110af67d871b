#pragma once
#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-common/address.h>
#include <avahi-common/simple-watch.h>
#include <avahi-common/strlst.h>

// The functions' types. The library is loaded at run time if it is installed; nothing links it.
typedef __typeof__(&avahi_simple_poll_new) cavahi_simple_poll_new;
typedef __typeof__(&avahi_simple_poll_get) cavahi_simple_poll_get;
typedef __typeof__(&avahi_simple_poll_iterate) cavahi_simple_poll_iterate;
typedef __typeof__(&avahi_client_new) cavahi_client_new;
typedef __typeof__(&avahi_service_browser_new) cavahi_service_browser_new;
typedef __typeof__(&avahi_service_resolver_new) cavahi_service_resolver_new;
typedef __typeof__(&avahi_address_snprint) cavahi_address_snprint;
typedef __typeof__(&avahi_string_list_get_next) cavahi_string_list_get_next;
typedef __typeof__(&avahi_string_list_get_text) cavahi_string_list_get_text;
typedef __typeof__(&avahi_string_list_get_size) cavahi_string_list_get_size;
