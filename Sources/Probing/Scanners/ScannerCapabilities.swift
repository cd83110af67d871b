import FoundationEssentials
import Reporting

extension ScannerProbe {
  /// What each way of looking for scanners can detect on this machine. No scanner is opened and no
  /// driver is asked for a list; network scanners are asked what they are.
  public static func capabilities(_ settings: ProbeSettings, on host: Host) -> [Capability] {
    var ground = Ground(
      usb: Result { () throws(ProbeError) in try USBSighting.all(on: host) },
      addresses: settings.scanners.addresses.count, asksDiscovery: settings.scanners.discovery,
      asksSANE: settings.scanners.sane)
    if host.isThisMachine {
      ground.network = NetworkLook(settings: settings).findings()
      if settings.scanners.sane, let isolation = settings.isolation {
        ground.hasSANE = SANELook(isolation: isolation).isThere()
      }
    }
    return capabilities(of: ground)
  }

  /// The facts from which the capabilities are derived.
  struct Ground {
    var usb: Result<[USBSighting], ProbeError> = .success([])
    /// Addresses in the settings.
    var addresses = 0
    var asksDiscovery = true
    var asksSANE = true
    /// nil if it crashed or hung.
    var hasSANE: Bool? = false
    var network = NetworkLook.Findings()
  }

  /// Derives the capabilities. Pure.
  static func capabilities(of ground: Ground) -> [Capability] {
    [usb(ground), drivers(ground), addresses(ground), discovery(ground)]
  }

  private static func capability(
    _ what: String, _ state: Capability.State, _ detail: String, remedy: String? = nil
  ) -> Capability {
    Capability(probe: name, what: what, state: state, detail: detail, remedy: remedy)
  }

  private static func usb(_ ground: Ground) -> Capability {
    let what = "scanners on the USB"
    switch ground.usb {
    case .failure(let error):
      return capability(what, .none, error.description, remedy: "mount /sys")
    case .success(let sightings):
      let scanners = sightings.filter { $0.scanner != nil }
      guard scanners.allSatisfy(\.mayOpen) else {
        return capability(
          what, .partly, "\(scanners.count) found, which this user may not open",
          remedy: "run as root, or as a member of the group scanner")
      }
      return capability(what, .full, "\(scanners.count) found")
    }
  }

  private static func drivers(_ ground: Ground) -> Capability {
    let what = "drivers (SANE)"
    guard ground.asksSANE else {
      return capability(what, .none, "sane = false in probe.toml", remedy: "remove that line")
    }
    switch ground.hasSANE {
    case true?: return capability(what, .full, "\(SANELibrary.name) is here")
    case false?:
      return capability(
        what, .none, "there is no \(SANELibrary.name), so nobody can tell which scanners work",
        remedy: "apt-get install libsane1")
    case nil:
      return capability(
        what, .none, "\(SANELibrary.name) crashes or hangs as soon as it is loaded",
        remedy: "see which backends /etc/sane.d/dll.conf names")
    }
  }

  private static func addresses(_ ground: Ground) -> Capability {
    let what = "network scanners at known addresses"
    let silent = ground.network.unseen.filter { $0.way == .escl }.map(\.reason)
    guard ground.addresses > 0 else {
      return capability(
        what, .full, "no addresses in probe.toml, none needed where avahi finds them")
    }
    guard let first = silent.first else {
      return capability(what, .full, "all \(ground.addresses) in probe.toml answer")
    }
    return capability(
      what, .partly, silent.count == 1 ? first : "\(first), and \(silent.count - 1) more",
      remedy: "switch them on, or mend [scanners] addresses in probe.toml")
  }

  private static func discovery(_ ground: Ground) -> Capability {
    let what = "network scanners that announce themselves (avahi)"
    guard ground.asksDiscovery else {
      return capability(what, .none, "discovery = false in probe.toml", remedy: "remove that line")
    }
    if let unseen = ground.network.unseen.first(where: { $0.way == .avahi }) {
      return capability(what, .partly, unseen.reason)
    }
    guard ground.network.hasDiscovered else {
      return capability(
        what, .none, "no avahi daemon runs here",
        remedy: "apt-get install avahi-daemon libavahi-client3, or name addresses in probe.toml")
    }
    return capability(
      what, .full, "avahi runs; \(ground.network.scanners.count) network scanners answer")
  }
}
