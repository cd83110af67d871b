/// The kind of a machine's chassis.
public enum Chassis {
  public static let virtual = "virtual"

  /// The kind for a number of the SMBIOS specification's table "System enclosure or chassis types"
  /// (DSP0134, section 7.4.1); nil for "unknown" and for numbers that the table does not have.
  public static func name(of number: UInt8) -> String? {
    switch number {
    case 3...7, 15, 24: "desktop"
    case 8...10, 14, 31: "laptop"
    case 35, 36: "mini-pc"
    case 13: "all-in-one"
    case 11, 30, 32: "tablet"
    case 17, 23, 25, 28, 29: "server"
    case 1, 12, 16, 18...22, 26, 27, 33, 34: "other"
    default: nil
    }
  }

  /// Whether a computer under a hypervisor is a virtual machine, to judge by the number of its
  /// chassis: "other", "unknown" or none. Xen's own system sees the real chassis.
  public static func isVirtual(underHypervisor number: UInt8?) -> Bool {
    [nil, 0, 1, 2].contains(number)
  }

  /// Whether the strings are those of a hypervisor's virtual machine.
  public static func isVirtual(manufacturer: String?, model: String?) -> Bool {
    let manufacturer = manufacturer?.lowercased() ?? ""
    let model = model?.lowercased() ?? ""
    let makers = [
      "qemu", "vmware", "innotek", "amazon ec2", "parallels", "bochs", "openstack",
      "bhyve", "alibaba cloud", "digitalocean", "nutanix",
    ]
    let models = ["kvm", "virtualbox", "vmware", "virtual machine", "google compute", "hvm domu"]
    // There are makers of computers whose names only begin like Xen.
    let isXen = manufacturer.prefix { $0.isLetter || $0.isNumber } == "xen"
    return isXen || makers.contains { manufacturer.hasPrefix($0) }
      || models.contains { model.contains($0) }
  }
}
