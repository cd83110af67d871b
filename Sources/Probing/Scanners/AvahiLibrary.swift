import CAvahi
import Glibc

/// The functions of avahi's client library, opened while the program runs.
struct AvahiLibrary {
  static let name = "libavahi-client.so.3"

  let pollNew: cavahi_simple_poll_new
  let pollGet: cavahi_simple_poll_get
  let pollIterate: cavahi_simple_poll_iterate
  let clientNew: cavahi_client_new
  let browserNew: cavahi_service_browser_new
  let resolverNew: cavahi_service_resolver_new
  let addressPrint: cavahi_address_snprint
  let textNext: cavahi_string_list_get_next
  let textBytes: cavahi_string_list_get_text
  let textSize: cavahi_string_list_get_size

  /// nil if there is no avahi.
  init?() {
    // What it depends on (libavahi-common) is searched by dlsym as well.
    guard let library = dlopen(Self.name, RTLD_NOW),
      let pollNew = dlsym(library, "avahi_simple_poll_new"),
      let pollGet = dlsym(library, "avahi_simple_poll_get"),
      let pollIterate = dlsym(library, "avahi_simple_poll_iterate"),
      let clientNew = dlsym(library, "avahi_client_new"),
      let browserNew = dlsym(library, "avahi_service_browser_new"),
      let resolverNew = dlsym(library, "avahi_service_resolver_new"),
      let addressPrint = dlsym(library, "avahi_address_snprint"),
      let textNext = dlsym(library, "avahi_string_list_get_next"),
      let textBytes = dlsym(library, "avahi_string_list_get_text"),
      let textSize = dlsym(library, "avahi_string_list_get_size")
    else { return nil }
    self.pollNew = unsafeBitCast(pollNew, to: cavahi_simple_poll_new.self)
    self.pollGet = unsafeBitCast(pollGet, to: cavahi_simple_poll_get.self)
    self.pollIterate = unsafeBitCast(pollIterate, to: cavahi_simple_poll_iterate.self)
    self.clientNew = unsafeBitCast(clientNew, to: cavahi_client_new.self)
    self.browserNew = unsafeBitCast(browserNew, to: cavahi_service_browser_new.self)
    self.resolverNew = unsafeBitCast(resolverNew, to: cavahi_service_resolver_new.self)
    self.addressPrint = unsafeBitCast(addressPrint, to: cavahi_address_snprint.self)
    self.textNext = unsafeBitCast(textNext, to: cavahi_string_list_get_next.self)
    self.textBytes = unsafeBitCast(textBytes, to: cavahi_string_list_get_text.self)
    self.textSize = unsafeBitCast(textSize, to: cavahi_string_list_get_size.self)
  }

  /// The `key=value` pairs of a TXT record, at most 32 of at most 255 bytes; keys in lower case.
  func pairs(_ list: UnsafeMutablePointer<AvahiStringList>?) -> [String: String] {
    var pairs: [String: String] = [:]
    var entry = list
    for _ in 0..<32 {
      guard let here = entry else { break }
      entry = textNext(here)
      guard let bytes = textBytes(here) else { continue }
      let text = UnsafeBufferPointer(start: bytes, count: min(textSize(here), 255))
      guard let sign = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let key = String(decoding: text[..<sign], as: UTF8.self).lowercased()
      pairs[key] = pairs[key] ?? String(decoding: text[(sign + 1)...], as: UTF8.self)
    }
    return pairs
  }
}
