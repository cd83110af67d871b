import Reporting

/// Whether a system gets security updates on a day.
struct UpdateSupport {
  var answer: SystemOutlook.Answer
  var reason: SystemOutlook.Reason
  /// The last day of this answer; nil if time alone does not change it.
  var lastDay: String?
}

extension Lifecycles {
  /// What the table says of a system.
  enum Listing: Equatable {
    case listed(Entry)
    /// Newer than all of its kind in the table.
    case newer
    case unlisted
  }

  func listing(of system: HardwareFacts.System) -> Listing {
    guard let name = system.name else { return .unlisted }
    let lower = name.lowercased()
    guard lower.contains("windows") else { return linuxListing(name, system.version) }
    guard let build = system.buildNumber else { return .unlisted }
    let isLongTerm = lower.contains("ltsc") || lower.contains("ltsb")
    let table =
      lower.contains("server") ? windowsServer : isLongTerm ? windowsLongTerm : windows
    if let entry = table[build] { return .listed(entry) }
    return table.keys.allSatisfy { $0 < build } ? .newer : .unlisted
  }

  func support(of system: HardwareFacts.System, on day: String) -> UpdateSupport {
    switch listing(of: system) {
    case .listed(let entry): entry.support(of: system, on: day)
    case .newer: UpdateSupport(answer: .unknown, reason: .systemTooNew)
    case .unlisted: UpdateSupport(answer: .unknown, reason: .systemUnknown)
    }
  }
}

extension Lifecycles.Entry {
  /// The last day of free updates; the earliest and the latest if the edition is unknown.
  func ends(of system: HardwareFacts.System) -> ClosedRange<String> {
    let business = enterprise ?? ends
    switch WindowsEdition(system.name) {
    case .home, .pro: return ends...ends
    case .enterprise: return business...business
    case .iot: return (iot ?? business)...(iot ?? business)
    case .unknown: return ends <= business ? ends...business : business...ends
    }
  }

  /// The last day of paid updates for the system's edition.
  func paidEnd(of system: HardwareFacts.System) -> String? {
    WindowsEdition(system.name) == .home ? extendedHome ?? extended : extended
  }

  /// Whether the PC gets the updates that are paid for. Its revision shows it, but an old one shows
  /// only that it did: whoever lacks an update for two months may have stopped paying.
  func paidUpdatesReach(_ system: HardwareFacts.System, on day: String) -> UpdateProof {
    guard let first = paidUpdates.first, let revision = system.revision else {
      return UpdateProof(answer: .unknown)
    }
    guard revision >= first.revision else { return UpdateProof(answer: .no) }
    let missed = paidUpdates.first { $0.revision > revision }
    guard let doubtFrom = missed.map({ Months.day($0.day, plus: 2) }) else {
      return UpdateProof(answer: .yes)
    }
    return day > doubtFrom
      ? UpdateProof(answer: .unknown) : UpdateProof(answer: .yes, lastDay: doubtFrom)
  }

  struct UpdateProof: Equatable {
    var answer: SystemOutlook.Answer
    var lastDay: String?
  }

  func support(of system: HardwareFacts.System, on day: String) -> UpdateSupport {
    let free = ends(of: system)
    if day <= free.lowerBound {
      return UpdateSupport(
        answer: .yes, reason: .supported(system: name, until: free.lowerBound, paid: false),
        lastDay: free.lowerBound)
    }
    if day <= free.upperBound {
      return UpdateSupport(
        answer: .unknown, reason: .editionUnknown(system: name, until: free.upperBound),
        lastDay: free.upperBound)
    }
    let ended = UpdateSupport(
      answer: .no,
      reason: isEarlier
        ? .endedEarlier(system: name, than: ends) : .ended(system: name, on: free.upperBound))
    guard let paidEnd = paidEnd(of: system), day <= paidEnd else { return ended }
    let proof = paidUpdatesReach(system, on: day)
    return switch proof.answer {
    case .no: ended
    case .yes:
      UpdateSupport(
        answer: .yes, reason: .supported(system: name, until: paidEnd, paid: true),
        lastDay: min(proof.lastDay ?? paidEnd, paidEnd))
    case .unknown:
      UpdateSupport(
        answer: .unknown, reason: .paidUpdatesUnseen(system: name, until: paidEnd),
        lastDay: paidEnd)
    }
  }
}

extension HardwareFacts.System {
  /// `19045` of the build `19045.6456` or the kernel `10.0.19045`.
  var buildNumber: Int? {
    if let build { return Int(build.prefix { $0 != "." }) }
    let parts = (kernel ?? "").split(separator: ".")
    return parts.count >= 3 ? Int(parts[2]) : nil
  }

  /// `6456` of the build `19045.6456`.
  var revision: Int? {
    guard let build, let dot = build.firstIndex(of: ".") else { return nil }
    return Int(build[build.index(after: dot)...])
  }

  /// Whether it is Windows 11.
  var isWindows11: Bool {
    let lower = name?.lowercased() ?? ""
    return lower.contains("windows") && !lower.contains("server") && buildNumber ?? 0 >= 22000
  }
}

/// Months of days written `YYYY-MM-DD`.
enum Months {
  /// The same day of a later month, at most the 28th, so that every month has it.
  static func day(_ day: String, plus months: Int) -> String {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return day }
    return text(parts[0], parts[1] + months, min(parts[2], 28))
  }

  /// The last day of a month, which may be a later year's: the 13th is January.
  static func end(ofYear year: Int, month: Int) -> String {
    let (year, month) = (year + (month - 1) / 12, (month - 1) % 12 + 1)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return text(year, month, days)
  }

  private static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year + (month - 1) / 12)-\(padded((month - 1) % 12 + 1))-\(padded(day))"
  }
}
