import FoundationEssentials
import HardwareCatalogue
import Reporting

extension HardwareFacts.Display {
  /// The connectors in `/sys/class/drm` that have a display. A machine without graphics has none.
  ///
  /// - Throws: ``ProbeError`` if the folder exists and cannot be read.
  static func all(on host: Host) throws(ProbeError) -> [HardwareFacts.Display] {
    let folder = "sys/class/drm"
    guard host.exists(folder) else { return [] }
    return try host.entries(folder).compactMap { name in
      guard let connector = connector(in: name),
        PlainText.line(try? host.text("\(folder)/\(name)/status")) == "connected"
      else { return nil }
      return HardwareFacts.Display(
        connector: connector, (try? host.bytes("\(folder)/\(name)/edid")).flatMap(EDID.init),
        latestYear: latestYear(host))
    }
  }

  /// The year of the machine's clock, as no display is newer; nil if that clock is implausible.
  private static func latestYear(_ host: Host) -> Int? {
    let wall = host.clock().wall
    guard let now = try? Date(wall, strategy: .iso8601),
      WallClock.isPlausible(Int(now.timeIntervalSince1970))
    else { return nil }
    return Int(wall.prefix(4))
  }

  /// The display's own description; only the connector if there is none.
  private init(connector: String, _ edid: EDID?, latestYear: Int?) {
    self.init(
      connector: connector, manufacturer: edid?.manufacturer,
      model: Placeholders.fact(edid?.model), widthPixels: edid?.widthPixels,
      heightPixels: edid?.heightPixels, widthMillimetres: edid?.widthMillimetres,
      heightMillimetres: edid?.heightMillimetres,
      year: edid?.year.flatMap { $0 <= latestYear ?? .max ? $0 : nil })
  }

  /// `HDMI-A-1` of `card0-HDMI-A-1`; nil if it is not a connector (`card0`, `renderD128`).
  static func connector(in name: String) -> String? {
    guard name.hasPrefix("card"), let dash = name.firstIndex(of: "-"),
      Int(name[..<dash].dropFirst(4)) != nil
    else { return nil }
    return PlainText.line(String(name[name.index(after: dash)...]))
  }
}
