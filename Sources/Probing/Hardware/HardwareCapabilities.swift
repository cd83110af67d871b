import Reporting

extension HardwareProbe {
  /// What can be detected of this computer, for `commune-probe doctor`.
  public static func capabilities(on host: Host) -> [Capability] {
    [
      capability("processor", of: "proc/cpuinfo", on: host),
      capability("memory", of: "proc/meminfo", on: host),
      firmware(host), serialNumber(host), disks(host), displays(host),
    ]
  }

  private static func capability(
    _ what: String, _ state: Capability.State, _ detail: String, remedy: String? = nil
  ) -> Capability {
    Capability(probe: name, what: what, state: state, detail: detail, remedy: remedy)
  }

  private static func capability(_ what: String, of path: String, on host: Host) -> Capability {
    do throws(ProbeError) {
      _ = try host.bytes(path)
      return capability(what, .full, "from /\(path)")
    } catch {
      return capability(what, .none, error.description, remedy: "mount /proc and /sys")
    }
  }

  private static func firmware(_ host: Host) -> Capability {
    let (what, path) = ("firmware: memory modules and slots", "sys/firmware/dmi/tables/DMI")
    do throws(ProbeError) {
      _ = try host.bytes(path)
      return capability(what, .full, "the SMBIOS tables can be read")
    } catch .notThere {
      return host.exists("sys/class/dmi/id")
        ? capability(what, .partly, "strings only: this kernel shows no /\(path)")
        : capability(what, .none, "this machine has no SMBIOS tables (a board or a container)")
    } catch {
      return capability(what, .partly, "strings only: \(error)", remedy: "run as root")
    }
  }

  private static func serialNumber(_ host: Host) -> Capability {
    let what = "serial number and UUID"
    do throws(ProbeError) {
      _ = try host.bytes("sys/class/dmi/id/product_serial")
      return capability(what, .full, "the kernel shows them")
    } catch .notThere {
      return capability(what, .none, "this machine has none to show")
    } catch {
      return capability(what, .none, "the kernel shows them to root alone", remedy: "run as root")
    }
  }

  private static func disks(_ host: Host) -> Capability {
    do throws(ProbeError) {
      let disks = try HardwareFacts.Disk.all(on: host)
      return capability("disks", .full, "\(disks.count) found")
    } catch {
      return capability("disks", .none, error.description, remedy: "mount /sys")
    }
  }

  private static func displays(_ host: Host) -> Capability {
    guard host.exists("sys/class/drm") else {
      return capability("displays", .full, "this machine has no graphics")
    }
    do throws(ProbeError) {
      return capability(
        "displays", .full, "\(try HardwareFacts.Display.all(on: host).count) connected")
    } catch {
      return capability("displays", .none, error.description)
    }
  }
}
