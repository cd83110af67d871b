import HardwareCatalogue

/// Tells which sightings are of one scanner. Pure: evidence in, groups out.
///
/// Evidence joins from the strongest to the weakest: place on the USB, UUID, place on another
/// computer, serial number, host, the end of a hardware address, product, and names last. What many
/// devices share, such as a UUID of zeros, is no evidence (``ScannerUUID``, ``ScannerSerial``).
/// Contradictions keep sightings apart: two places on the USB, two UUIDs, two numbers of one kind,
/// two addresses of one kind, and two entries of one driver are two scanners. So two of one model
/// stay two; but one on the USB and one on the network with only a name in common count as one: the
/// count errs downwards.
///
/// Nothing is a hub: these are left out before (``ScannerMerge``).
struct ScannerIdentity {
  private var groups: [[Int]]
  private let evidence: [ScannerEvidence]
  /// USB devices that do not look like scanners: only exact evidence makes them one.
  private let isHidden: [Bool]

  /// - Returns: the sightings of each scanner, by their indices in `evidence`, in that order.
  static func groups(_ evidence: [ScannerEvidence], isHidden: [Bool]) -> [[Int]] {
    var identity = ScannerIdentity(evidence, isHidden)
    identity.joinAll()
    return identity.groups
  }

  private init(_ evidence: [ScannerEvidence], _ isHidden: [Bool]) {
    self.evidence = evidence
    self.isHidden = isHidden
    groups = evidence.indices.map { [$0] }
  }

  private typealias Test = (ScannerEvidence, ScannerEvidence) -> Bool

  private mutating func joinAll() {
    join { $0.place != nil && $0.place == $1.place || $0.port != nil && $0.port == $1.port }
    join(unless: [.place, .maker, .model]) { $0.uuid != nil && $0.uuid == $1.uuid }
    join { $0.share?.place != nil && $0.share == $1.share }
    // A computer that shares a scanner of this machine's number is this machine, under a name that it
    // does not know as its own: so `shared` is no objection to a number.
    join(unless: [.place, .uuid, .maker]) {
      !$0.serials.isDisjoint(with: $1.serials) && $0.isNamed(as: $1)
    }
    join(unless: [.place, .uuid, .product, .maker]) {
      !$0.serials.isDisjoint(with: $1.serials)
    }
    let hosts: Set<Objection> = [.place, .uuid, .serial, .product, .shared]
    join(unless: hosts.union([.driver])) { one, other in
      !one.hosts.isDisjoint(with: other.hosts) && one.isNamed(as: other)
    }
    join(unless: hosts.union([.driver])) { one, other in
      !one.hosts.isDisjoint(with: other.hosts) && one.isRelated(to: other)
        && !((one.isShared || other.isShared) && one.contradicts(other))
    }
    // One host is one scanner, whatever its name, unless that host is a computer that shares.
    let sharing = sharingHosts
    join(unless: hosts.union([.driver, .computer])) { one, other in
      !one.hosts.intersection(other.hosts).subtracting(sharing).isEmpty
    }
    join(unless: hosts.union([.driver, .hosts, .maker])) { one, other in
      !one.tails.isDisjoint(with: other.tails) || one.isCalledAsHost(of: other)
        || other.isCalledAsHost(of: one)
    }
    let all = Set(Objection.allCases).subtracting([.computer, .model])
    join(unless: all) { one, other in
      one.product != nil && one.product == other.product && (one.place == nil || other.place == nil)
    }
    // Those that identify their scanner go first, so that the others cannot take it.
    join(unless: all, hidden: false) { $0.isExact && $1.isExact && $0.isNamed(as: $1) }
    join(unless: all, hidden: false) { $0.isNamed(as: $1) }
    join(unless: all, hidden: false) { $0.isNamelessTwin(of: $1) || $1.isNamelessTwin(of: $0) }
  }

  /// Hosts at which there are scanners that cannot be the same one.
  private var sharingHosts: Set<String> {
    var sharing: Set<String> = []
    for (index, one) in groups.enumerated() {
      for other in groups[(index + 1)...] {
        let common = Set(one.flatMap { evidence[$0].hosts })
          .intersection(other.flatMap { evidence[$0].hosts })
        if !common.isEmpty, isObjected(one, other, [.place, .uuid, .serial, .product, .driver]) {
          sharing.formUnion(common)
        }
      }
    }
    return sharing
  }

  /// Joins groups if two of their sightings pass the test.
  private mutating func join(
    unless objections: Set<Objection> = [], hidden: Bool = true, _ test: Test
  ) {
    var index = 0
    while index < groups.count {
      var other = index + 1
      while other < groups.count {
        if isJoin(groups[index], groups[other], objections, hidden, test) {
          groups[index] += groups.remove(at: other)
          // What has joined may bring in others.
          other = index + 1
        } else {
          other += 1
        }
      }
      index += 1
    }
  }

  private func isJoin(
    _ one: [Int], _ other: [Int], _ objections: Set<Objection>, _ hidden: Bool, _ test: Test
  ) -> Bool {
    if !hidden, one.allSatisfy({ isHidden[$0] }) || other.allSatisfy({ isHidden[$0] }) {
      return false
    }
    let passes = one.contains { first in
      other.contains { test(evidence[first], evidence[$0]) }
    }
    return passes && !isObjected(one, other, objections)
  }

  private func isObjected(_ one: [Int], _ other: [Int], _ objections: Set<Objection>) -> Bool {
    objections.contains { objection in
      objection.holds(one.map { evidence[$0] }, other.map { evidence[$0] })
    }
  }

  /// Contradictions: reasons why two groups cannot be one scanner.
  private enum Objection: CaseIterable, Hashable {
    case place, uuid, serial, product, shared, computer, hosts, maker, model, driver

    func holds(_ one: [ScannerEvidence], _ other: [ScannerEvidence]) -> Bool {
      switch self {
      case .place:
        Self.differ(one.compactMap(\.place), other.compactMap(\.place))
          || Self.differ(one.compactMap(\.port), other.compactMap(\.port))
      case .uuid: Self.differ(one.compactMap(\.uuid), other.compactMap(\.uuid))
      case .serial:
        ScannerSerial.differ(Set(one.flatMap(\.serials)), Set(other.flatMap(\.serials)))
      case .product: Self.differ(one.compactMap(\.product), other.compactMap(\.product))
      case .shared:
        Self.differByShares(one.compactMap(\.share), other.compactMap(\.share))
          || Self.isElsewhere(one) && other.contains(where: \.isHere)
          || Self.isElsewhere(other) && one.contains(where: \.isHere)
      case .computer: (one + other).contains(where: \.isShared)
      case .hosts: Self.differByHosts(one, other)
      case .maker: Self.differ(one.flatMap(\.makers), other.flatMap(\.makers))
      case .model:
        one.contains { first in other.contains { first.contradicts($0) } }
      case .driver:
        one.contains { first in other.contains { $0.isListedBeside(first) } }
      }
    }

    /// Whether both have values and none in common.
    private static func differ<Value: Hashable>(_ one: [Value], _ other: [Value]) -> Bool {
      !one.isEmpty && !other.isEmpty && Set(one).isDisjoint(with: other)
    }

    /// Whether it is only known as what another computer shares.
    private static func isElsewhere(_ group: [ScannerEvidence]) -> Bool {
      group.contains(where: \.isShared) && !group.contains(where: \.isHere)
    }

    /// By the computers; at one computer, by the places there.
    private static func differByShares(
      _ one: [ScannerEvidence.Share], _ other: [ScannerEvidence.Share]
    ) -> Bool {
      differ(one.map(\.computer), other.map(\.computer))
        || differ(one.filter { $0.place != nil }, other.filter { $0.place != nil })
    }

    private static func shareHost(_ one: [ScannerEvidence], _ other: [ScannerEvidence]) -> Bool {
      let hosts = Set(one.flatMap(\.hosts))
      return other.contains { !$0.hosts.isDisjoint(with: hosts) }
    }

    private static func areApart(_ one: [String], _ other: [String]) -> Bool {
      let (one, other) = (
        one.compactMap { Int($0, radix: 16) }, other.compactMap { Int($0, radix: 16) }
      )
      return !one.isEmpty && !other.isEmpty
        && one.allSatisfy { mine in other.allSatisfy { abs(mine - $0) > 15 } }
    }

    /// A scanner has several IPv6 addresses, so they do not count. The ends of hardware addresses
    /// tell two apart as well: those of one scanner, for cable and wireless, are close together.
    private static func differByHosts(
      _ one: [ScannerEvidence], _ other: [ScannerEvidence]
    ) -> Bool {
      func hosts(_ group: [ScannerEvidence], _ kind: HostKind) -> [String] {
        group.flatMap(\.hosts).filter { HostKind($0) == kind }
      }
      return !shareHost(one, other)
        && (areApart(one.flatMap(\.tails), other.flatMap(\.tails))
          || [.ipv4, .name].contains { differ(hosts(one, $0), hosts(other, $0)) })
    }
  }
}

extension ScannerEvidence {
  fileprivate var makers: [String] { names.compactMap(\.maker) }

  /// Whether it is connected to this machine, unlike what another computer shares.
  fileprivate var isHere: Bool { medium == .usb || medium == .unknown }

  fileprivate var isShared: Bool { medium == .shared }

  /// Whether any of their names agree.
  fileprivate func isNamed(as other: ScannerEvidence) -> Bool {
    names.contains { mine in other.names.contains { mine.isAlike($0) } }
  }

  /// Whether any words of their names agree.
  fileprivate func isRelated(to other: ScannerEvidence) -> Bool {
    names.contains { mine in other.names.contains { mine.isRelated(to: $0) } }
  }

  /// Whether both have names, and none of one can be the other's.
  fileprivate func contradicts(_ other: ScannerEvidence) -> Bool {
    !names.isEmpty && !other.names.isEmpty
      && names.allSatisfy { mine in other.names.allSatisfy { mine.contradicts($0) } }
  }

  /// Whether its name is the name of `other`'s host.
  fileprivate func isCalledAsHost(of other: ScannerEvidence) -> Bool {
    medium == .network && other.medium == .network && !aliases.isDisjoint(with: other.hosts)
  }

  /// A driver on the network that knows only the maker, and a scanner of that maker on the USB, or
  /// the other way round; or both on the network, if that driver gives no address.
  fileprivate func isNamelessTwin(of other: ScannerEvidence) -> Bool {
    guard names.allSatisfy(\.isNameless), !makers.isEmpty, !isUnjudged, !other.isUnjudged,
      !Set(makers).isDisjoint(with: other.makers)
    else { return false }
    switch (medium, other.medium) {
    case (.usb, .network), (.network, .usb): return true
    case (.network, .network): return hosts.allSatisfy { HostKind($0) == .name }
    default: return false
    }
  }

  /// Whether one driver lists both, so that they are two scanners: unless they are two ways to one,
  /// cable and wireless, with and without TLS, or addresses of two kinds.
  fileprivate func isListedBeside(_ other: ScannerEvidence) -> Bool {
    guard let driver, let others = other.driver, driver.backend == others.backend,
      driver.name != others.name
    else { return false }
    if medium != other.medium, medium != .unknown, other.medium != .unknown { return false }
    guard medium == .network else { return true }
    if !hosts.isDisjoint(with: other.hosts) {
      // sane-airscan lists what is announced, so that two entries are two scanners of one computer;
      // but one that an officer entered in its settings has the name that he gave it, without a
      // maker. To other drivers a host is a scanner: hpaio lists it once as found and once as set up.
      let isOne =
        isNamed(as: other)
        && (!driver.backend.hasPrefix("airscan") || makers.isEmpty != other.makers.isEmpty)
      return driver.isSecure == others.isSecure && !isOne
    }
    return Set(hosts.map(HostKind.init)) == Set(other.hosts.map(HostKind.init))
  }
}
