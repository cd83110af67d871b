import Reporting

extension HardwareProbe {
  /// What can be detected of this computer, for `commune-probe doctor`.
  public static func sights(on host: Host) -> [Sight] {
    [
      sight("processor", of: "proc/cpuinfo", on: host),
      sight("memory", of: "proc/meminfo", on: host),
      firmware(host), serialNumber(host), disks(host), displays(host),
    ]
  }

  private static func sight(
    _ what: String, _ state: Sight.State, _ detail: String, remedy: String? = nil
  ) -> Sight {
    Sight(probe: name, what: what, state: state, detail: detail, remedy: remedy)
  }

  private static func sight(_ what: String, of path: String, on host: Host) -> Sight {
    do throws(ProbeError) {
      _ = try host.bytes(path)
      return sight(what, .full, "from /\(path)")
    } catch {
      return sight(what, .none, error.description, remedy: "mount /proc and /sys")
    }
  }

  private static func firmware(_ host: Host) -> Sight {
    let (what, path) = ("firmware: memory modules and slots", "sys/firmware/dmi/tables/DMI")
    do throws(ProbeError) {
      _ = try host.bytes(path)
      return sight(what, .full, "the SMBIOS tables can be read")
    } catch .notThere {
      return host.exists("sys/class/dmi/id")
        ? sight(what, .partly, "strings only: this kernel shows no /\(path)")
        : sight(what, .none, "this machine has no SMBIOS tables (a board or a container)")
    } catch {
      return sight(what, .partly, "strings only: \(error)", remedy: "run as root")
    }
  }

  private static func serialNumber(_ host: Host) -> Sight {
    let what = "serial number and UUID"
    do throws(ProbeError) {
      _ = try host.bytes("sys/class/dmi/id/product_serial")
      return sight(what, .full, "the kernel shows them")
    } catch .notThere {
      return sight(what, .none, "this machine has none to show")
    } catch {
      return sight(what, .none, "the kernel shows them to root alone", remedy: "run as root")
    }
  }

  private static func disks(_ host: Host) -> Sight {
    do throws(ProbeError) {
      let disks = try HardwareFacts.Disk.all(on: host)
      return sight("disks", .full, "\(disks.count) found")
    } catch {
      return sight("disks", .none, error.description, remedy: "mount /sys")
    }
  }

  private static func displays(_ host: Host) -> Sight {
    guard host.exists("sys/class/drm") else {
      return sight("displays", .full, "this machine has no graphics")
    }
    do throws(ProbeError) {
      return sight("displays", .full, "\(try HardwareFacts.Display.all(on: host).count) connected")
    } catch {
      return sight("displays", .none, error.description)
    }
  }
}
