import HardwareCatalogue
import Reporting

extension HardwareFacts.Machine {
  /// Whether a battery that runs the machine is in it; nil where the kernel does not say.
  ///
  /// Those of mice, pens and telephones have the scope "Device"; one that was taken out of its bay
  /// may still be listed, and is not present.
  static func hasBattery(_ host: Host) -> Bool? {
    let folder = "sys/class/power_supply"
    guard let supplies = try? host.entries(folder) else { return nil }
    return supplies.contains { name in
      func attribute(_ file: String) -> String? {
        PlainText.line(try? host.text("\(folder)/\(name)/\(file)"))
      }
      return attribute("type") == "Battery" && attribute("scope") != "Device"
        && attribute("present") != "0"
    }
  }
}
