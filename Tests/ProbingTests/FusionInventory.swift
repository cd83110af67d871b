import Foundation
import Testing

/// Output of fusioninventory-agent for this machine, or for other SMBIOS tables in what it asks
/// dmidecode.
struct FusionInventory {
  private var sections: [String: [[String: String]]] = [:]

  /// - Parameters: the files of `/sys/firmware/dmi/tables` that its dmidecode reads.
  init(table: [UInt8], entryPoint: [UInt8]) throws {
    self = try Peer.withFolder { folder in
      let dump = folder.appending(path: "dump")
      try Data(Dmidecode.dump(table: table, entryPoint: entryPoint)).write(to: dump)
      let program = folder.appending(path: "dmidecode")
      try "#!/bin/sh\nexec /usr/sbin/dmidecode --from-dump '\(dump.path)' \"$@\"\n"
        .write(to: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
      return try FusionInventory(path: "\(folder.path):/usr/sbin:/usr/bin:/sbin:/bin")
    }
  }

  init(path: String = "/usr/sbin:/usr/bin:/sbin:/bin") throws {
    let others = "software,process,environment,user,local_user,local_group,printer,network,drive"
    let output = try Peer.output(
      "PATH=\(path)", "fusioninventory-inventory", "--no-category=\(others)")
    var name: String?
    // It writes one element per line.
    for line in String(decoding: output, as: UTF8.self).components(separatedBy: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("    <"), !line.hasPrefix("     "), !text.contains("</") {
        name = String(text.dropFirst().dropLast())
        if let name { sections[name, default: []].append([:]) }
      } else if let name, line.hasPrefix("      <"),
        // An empty element precedes the next one on the same line.
        let element = text.components(separatedBy: "/>").last?.trimmingCharacters(in: .whitespaces),
        let open = element.firstIndex(of: ">"), let close = element.range(of: "</"),
        open < close.lowerBound
      {
        let value = element[element.index(after: open)..<close.lowerBound]
          .replacingOccurrences(of: "&amp;", with: "&")
        let last = (sections[name]?.count ?? 1) - 1
        sections[name]?[last][String(element[..<open].dropFirst())] = value.isEmpty ? nil : value
      }
    }
  }

  func all(_ section: String) -> [[String: String]] { sections[section] ?? [] }

  func first(_ section: String, _ name: String) -> String? { all(section).first?[name] }
}
