import Reporting

extension MachineInventory {
  /// The operating system, without the architecture, which 32-bit agents misname.
  var system: HardwareFacts.System {
    let full = fullName
    if let full, isWindows { return windows(full) }
    return HardwareFacts.System(
      name: Text.line(first("operatingsystem", "name")) ?? full,
      version: Text.line(first("operatingsystem", "version"))
        // OCS has the version there, FusionInventory the kernel.
        ?? (sections["operatingsystem"] == nil ? Text.line(first("hardware", "osversion")) : nil),
      kernel: Text.line(first("operatingsystem", "kernel_version")))
  }

  private var fullName: String? {
    Text.line(first("operatingsystem", "full_name") ?? first("hardware", "osname"))
  }

  var isWindows: Bool { fullName?.lowercased().contains("windows") ?? false }

  private func windows(_ full: String) -> HardwareFacts.System {
    let kernel = Text.line(
      first("operatingsystem", "kernel_version") ?? first("hardware", "osversion"))
    let parts = (kernel ?? "").split(separator: ".").compactMap { Int($0) }
    let pack = Text.line(first("operatingsystem", "service_pack"))
    let build = parts.count >= 3 ? parts[2] : nil
    let revision =
      revision(in: pack, of: build) ?? (parts.count >= 4 ? parts[3] : nil)
    return HardwareFacts.System(
      name: Self.windowsName(full, build: build),
      version: Text.line(first("operatingsystem", "version"))
        ?? pack.flatMap { $0.lowercased().hasPrefix("service pack") ? $0 : nil },
      kernel: kernel,
      build: build.map { build in revision.map { "\(build).\($0)" } ?? "\(build)" })
  }

  /// The revision in `19045.5247`, which GLPI Agent gives in place of a service pack.
  private func revision(in pack: String?, of build: Int?) -> Int? {
    guard let pack, let build else { return nil }
    let parts = pack.split(separator: ".").compactMap { Int($0) }
    return parts.count == 2 && parts[0] == build && (0...1_000_000).contains(parts[1])
      ? parts[1] : nil
  }

  /// Corrects the name of Windows 11, whose registry still says Windows 10.
  private static func windowsName(_ full: String, build: Int?) -> String {
    let name = Text.line(full.filter { !"®™©".contains($0) }) ?? full
    guard let build, build >= 22000, !name.contains("Server"),
      let ten = name.firstRange(of: "Windows 10")
    else { return name }
    return name.replacingCharacters(in: ten, with: "Windows 11")
  }
}

extension String {
  fileprivate func firstRange(of word: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(word) }.map { $0..<index($0, offsetBy: word.count) }
  }

  fileprivate func replacingCharacters(in range: Range<Index>, with word: String) -> String {
    self[..<range.lowerBound] + word + self[range.upperBound...]
  }
}
