import CAvahi
import Glibc

/// The functions of avahi's client library, loaded at run time.
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

  /// nil if avahi is not installed.
  init?() {
    guard let library = DynamicLibrary(Self.name) else { return nil }
    do throws(DynamicLibrary.NoSuchFunction) {
      pollNew = try library.function("avahi_simple_poll_new")
      pollGet = try library.function("avahi_simple_poll_get")
      pollIterate = try library.function("avahi_simple_poll_iterate")
      clientNew = try library.function("avahi_client_new")
      browserNew = try library.function("avahi_service_browser_new")
      resolverNew = try library.function("avahi_service_resolver_new")
      addressPrint = try library.function("avahi_address_snprint")
      textNext = try library.function("avahi_string_list_get_next")
      textBytes = try library.function("avahi_string_list_get_text")
      textSize = try library.function("avahi_string_list_get_size")
    } catch {
      return nil
    }
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
