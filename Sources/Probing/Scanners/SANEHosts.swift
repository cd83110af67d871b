/// Finds the hosts in the name and type of a SANE device. Pure and total; texts in lower case.
enum SANEHosts {
  static func hosts(name: String, type: String) -> [String] {
    for text in [name, type] {
      let found = addressList(in: text)
      if !found.isEmpty { return found }
    }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    let backend = parts.first ?? ""
    let rest = name.dropFirst(backend.count + 1)
    for found in [
      host(inURL: name), named(in: name), tagged(parts), tcp(rest), pixma(backend, rest),
      backend.hasSuffix("_net") ? plain(rest) : nil, dottedQuad(in: rest),
    ] {
      if let found { return [found] }
    }
    return []
  }

  /// `ip=192.168.1.20`, `ip=192.168.1.20, fe80::1`: in airscan's type, in hpaio's name.
  private static func addressList(in text: String) -> [String] {
    guard let start = text.firstRange(of: "ip="),
      text[..<start.lowerBound].last.map({ !$0.isLetter }) ?? true
    else { return [] }
    return text[start.upperBound...].split(separator: ",").prefix(8).compactMap { part in
      let host = part.drop { $0 == " " || $0 == "[" }.prefix { $0.isHexDigit || ".:".contains($0) }
      return host.contains { ".:".contains($0) } ? String(host) : nil
    }
  }

  /// `escl:http://192.168.1.20:8080`, `networkscan:esci://192.168.0.2:1865`.
  private static func host(inURL name: String) -> String? {
    guard let mark = name.firstRange(of: "://"), !name[..<mark.lowerBound].hasSuffix("usb")
    else { return nil }
    let authority = name[mark.upperBound...].prefix { !"/?# ".contains($0) }
    if authority.first == "[" {
      return plain(authority.dropFirst().prefix { $0 != "]" })
    }
    // sane-escl writes an IPv6 address without brackets, its port behind the last colon.
    if authority.filter({ $0 == ":" }).count > 1 {
      return authority.lastIndex(of: ":").flatMap { plain(authority[..<$0]) }
    }
    return plain(authority.prefix { $0 != ":" })
  }

  /// `hpaio:/net/deskjet?hostname=desk.local`, `…?zc=NPI1234`.
  private static func named(in name: String) -> String? {
    for key in ["?hostname=", "&hostname=", "?zc=", "&zc=", "?host=", "&host="] {
      if let start = name.firstRange(of: key) {
        return plain(name[start.upperBound...].prefix { $0 != "&" })
      }
    }
    return nil
  }

  /// `epson2:net:HOST`, `epsonscan2:networkscanner:esci2:network:HOST`, `smfp:net;HOST`.
  private static func tagged(_ parts: [Substring]) -> String? {
    for (index, part) in parts.enumerated().dropFirst() {
      if part == "net" || part == "network" || part == "networkscanner" {
        let rest = parts[(index + 1)...]
        if part == "networkscanner", rest.contains("network") { continue }
        // A whole IPv6 address has colons of its own.
        if rest.count > 3, rest.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) {
          return plain(Substring(rest.joined(separator: ":")))
        }
        return rest.first.flatMap(plain)
      }
      let fields = part.split(separator: ";")
      if fields.count >= 2, fields[0] == "net" { return plain(fields[1]) }
    }
    return nil
  }

  /// `xerox_mfp:tcp 192.168.1.20 9400`
  private static func tcp(_ rest: Substring) -> String? {
    let words = rest.split { $0 == " " || $0 == ":" }
    return words.count >= 2 && words[0] == "tcp" ? plain(words[1]) : nil
  }

  /// `pixma:MG5300_192.168.1.6`, `pixma:TS8200_printer.local`; on the USB it is `04A9…_SERIAL`.
  private static func pixma(_ backend: Substring, _ rest: Substring) -> String? {
    guard backend == "pixma", let mark = rest.lastIndex(of: "_"),
      !(rest[..<mark].count == 8 && rest[..<mark].allSatisfy(\.isHexDigit))
    else { return nil }
    return plain(rest[mark...].dropFirst())
  }

  /// An IPv4 address anywhere in the name, as undocumented backends write it.
  private static func dottedQuad(in rest: Substring) -> String? {
    for word in rest.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let octets = word.split(separator: ".", omittingEmptySubsequences: false)
      if octets.count == 4, octets.allSatisfy({ SANEPlaces.number($0).map { $0 < 256 } ?? false }) {
        return String(word)
      }
    }
    return nil
  }

  /// nil if it is not a host's name or address; without the zone of an IPv6 address.
  private static func plain(_ text: Substring) -> String? {
    let host = text.prefix { $0 != "%" }
    guard (1...253).contains(host.count),
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_:".contains($0)) })
    else { return nil }
    return String(host)
  }
}
