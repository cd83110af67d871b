import Reporting

/// One scanner, and what each way of looking says of it.
struct ScannerEntry {
  private var usb: USBSighting?
  private var known: ScannerFacts.Scanner?
  var sane: [SANESighting] = []
  var escl: [ESCLSighting] = []

  init(usb: USBSighting, scanner: ScannerFacts.Scanner) {
    self.usb = usb
    known = scanner
  }

  init(_ sighting: ESCLSighting) { escl = [sighting] }

  /// - Parameter peripherals: what is on the USB; one of them may be this scanner although its
  ///   descriptors did not show it.
  init(_ sighting: SANESighting, among peripherals: [USBSighting]) {
    sane = [sighting]
    usb = peripherals.first { $0.scanner == nil && $0.peripheral.hangs(at: sighting.place) }
  }

  // MARK: Same or alike

  /// Whether both presented the same UUID, or the same name at the same address: a computer that
  /// shares several scanners has one address for all.
  func isSame(_ other: ESCLSighting) -> Bool {
    escl.contains { one in
      if let uuid = one.uuid, let otherUUID = other.uuid { return uuid == otherUUID }
      return one.host == other.host && one.name == other.name
    }
  }

  /// Whether it can be the same by its name, and eSCL has not found it yet.
  func isAlike(_ other: ESCLSighting) -> Bool {
    escl.isEmpty && name.isAlike(other.name)
  }

  /// Whether the name's place is that of this scanner.
  func isSame(_ other: SANESighting) -> Bool {
    switch other.place {
    case .usb:
      usb?.peripheral.hangs(at: other.place) ?? false
        || sane.contains { $0.place == other.place }
    // Of two with the same product, each backend has its own.
    case .usbProduct: (usb?.peripheral.hangs(at: other.place) ?? false) && !has(other.backend)
    case .network(let host?): answers(at: host) && name.isAlike(other.scannerName)
    case .network, .usbSomewhere, .unknown: false
    }
  }

  /// Whether it can be the same although the place does not say so, and that backend has not found
  /// it yet: by its name, or because it answers at the same address under another name.
  func isAlike(_ other: SANESighting) -> Bool {
    guard !has(other.backend) else { return false }
    let isAlike = name.isAlike(other.scannerName)
    return switch other.place {
    // Its place is on this machine's USB; this one's is known and is another.
    case .usb: isAlike && usb?.peripheral.bus == nil
    case .usbProduct: isAlike && usb == nil
    case .network(let host?): answers(at: host) || isAlike && !answersElsewhere(than: host)
    case .network, .usbSomewhere, .unknown: isAlike
    }
  }

  private func answers(at host: String) -> Bool {
    escl.contains { $0.host == host } || sane.contains { $0.place == .network(host: host) }
  }

  /// Whether all its network addresses are others; a scanner with two plugs has none yet.
  private func answersElsewhere(than host: String) -> Bool {
    let isOnNetwork =
      escl.contains { !$0.isOnUSB }
      || sane.contains { if case .network(_?) = $0.place { true } else { false } }
    return isOnNetwork && !answers(at: host)
  }

  private func has(_ backend: String) -> Bool { sane.contains { $0.backend == backend } }

  // MARK: What a report says

  private var name: ScannerName {
    let names =
      [known.map { ScannerName($0.model, maker: $0.manufacturer) }] + escl.map(\.name)
      + sane.map(\.scannerName)
    let all = names.compactMap { $0 }
    var name = ScannerName(nil)
    name.model = all.lazy.compactMap(\.model).first
    name.manufacturer = all.lazy.compactMap(\.manufacturer).first
    return name
  }

  private var connection: ScannerFacts.Scanner.Connection {
    if usb != nil || escl.contains(where: \.isOnUSB) { return .usb }
    if !escl.isEmpty { return .network }
    for sighting in sane {
      switch sighting.place {
      case .usb, .usbProduct, .usbSomewhere: return .usb
      case .network: return .network
      case .unknown: continue
      }
    }
    return .other
  }

  /// - Parameter hasAskedAllDrivers: whether SANE would have listed it if it had a driver.
  func facts(hasAskedAllDrivers: Bool) -> ScannerFacts.Scanner {
    let isUnclaimed =
      sane.isEmpty && escl.isEmpty && hasAskedAllDrivers && (usb?.mayOpen ?? false)
    let answers = sane.map(\.opens) + escl.map(\.ready) + (isUnclaimed ? [false] : [])
    let peripheral = usb?.peripheral
    let name = name
    return ScannerFacts.Scanner(
      manufacturer: known?.manufacturer ?? peripheral?.manufacturer ?? name.manufacturer,
      model: known?.model ?? peripheral?.productName ?? name.model,
      connection: connection, usbId: peripheral?.id,
      evidence: !sane.isEmpty ? .sane : !escl.isEmpty ? .escl : .usb,
      driver: !sane.isEmpty ? .sane : !escl.isEmpty ? .escl : isUnclaimed ? .nobody : nil,
      // One way to scan is enough.
      ready: answers.contains(true) ? true : answers.contains(false) ? false : nil)
  }
}

extension USBPeripheral {
  func hangs(at place: SANESighting.Place) -> Bool {
    switch place {
    case .usb(let bus, let device): self.bus == bus && self.device == device
    case .usbProduct(let id): self.id == id
    case .usbSomewhere, .network, .unknown: false
    }
  }
}

extension ESCLSighting {
  fileprivate var name: ScannerName { ScannerName(model, maker: manufacturer) }
}

extension SANESighting {
  fileprivate var scannerName: ScannerName {
    // sane-airscan puts the protocol where the maker should stand.
    let protocols: Set = ["escl", "wsd"]
    let maker = protocols.contains(vendor?.lowercased() ?? "") ? nil : vendor
    return ScannerName(model?.replacingUnderscores, maker: maker)
  }
}

extension String {
  /// hpaio writes `HP_LaserJet_M1132_MFP`.
  fileprivate var replacingUnderscores: String {
    String(map { $0 == "_" ? " " : $0 })
  }
}
