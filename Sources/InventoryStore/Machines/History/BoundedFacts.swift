import Reporting

/// Facts that can be made safe to show: sections are stored as received, and external text is
/// neither short nor harmless.
protocol BoundedFacts: Codable, Sendable, Equatable {
  /// The facts with at most 64 of anything, and texts cleaned and cut to the tables' lengths.
  var bounded: Self { get }
}

private let mostShown = 64

extension Outcome where Facts: BoundedFacts {
  var bounded: Self {
    switch self {
    case .observed(let facts): .observed(facts.bounded)
    case .absent: .absent
    case .failed(let reason): .failed(reason: reason.cleaned(200) ?? "-")
    }
  }
}

extension HardwareFacts: BoundedFacts {
  var bounded: HardwareFacts {
    var facts = self
    facts.machine.manufacturer = machine.manufacturer?.cleaned(128)
    facts.machine.model = machine.model?.cleaned(128)
    facts.machine.serialNumber = machine.serialNumber?.cleaned(128)
    facts.machine.uuid = machine.uuid?.cleaned(64)
    facts.machine.chassis = machine.chassis?.cleaned(32)
    facts.machine.firmwareDate = machine.firmwareDate?.cleaned(10)
    facts.machine.tpm = machine.tpm?.cleaned(16)
    facts.processor.model = processor.model?.cleaned(128)
    facts.memory.modules = memory.modules?.prefix(mostShown).map { module in
      var module = module
      module.slot = module.slot?.cleaned(64)
      module.kind = module.kind?.cleaned(32)
      module.formFactor = module.formFactor?.cleaned(32)
      module.manufacturer = module.manufacturer?.cleaned(128)
      return module
    }
    facts.disks = disks.prefix(mostShown).map { disk in
      var disk = disk
      disk.name = disk.name.cleaned(64) ?? "-"
      disk.model = disk.model?.cleaned(128)
      return disk
    }
    facts.displays = displays.prefix(mostShown).map { display in
      var display = display
      display.connector = display.connector.cleaned(64) ?? "-"
      display.manufacturer = display.manufacturer?.cleaned(64)
      display.model = display.model?.cleaned(128)
      return display
    }
    facts.system.name = system.name?.cleaned(128)
    facts.system.version = system.version?.cleaned(64)
    facts.system.kernel = system.kernel?.cleaned(64)
    facts.system.architecture = system.architecture?.cleaned(32)
    facts.system.build = system.build?.cleaned(32)
    facts.source = source?.bounded
    return facts
  }
}

extension ScannerFacts: BoundedFacts {
  var bounded: ScannerFacts {
    var facts = self
    facts.scanners = scanners.prefix(mostShown).map { scanner in
      var scanner = scanner
      scanner.manufacturer = scanner.manufacturer?.cleaned(128)
      scanner.model = scanner.model?.cleaned(128)
      scanner.usbId = scanner.usbId?.cleaned(9)
      return scanner
    }
    facts.unseen = unseen.prefix(mostShown).map { unseen in
      Unseen(way: unseen.way, reason: unseen.reason.cleaned(200) ?? "-")
    }
    facts.source = source?.bounded
    return facts
  }
}

extension ProtectionFacts: BoundedFacts {
  var bounded: ProtectionFacts {
    var facts = self
    facts.antivirus = antivirus.prefix(mostShown).map { program in
      var program = program
      program.name = program.name.cleaned(128) ?? "-"
      return program
    }
    facts.source = source?.bounded
    return facts
  }
}

extension NetworkFacts: BoundedFacts {
  var bounded: NetworkFacts {
    NetworkFacts(adapters: Array(adapters.prefix(mostShown)), source: source?.bounded)
  }
}

extension FactSource {
  fileprivate var bounded: FactSource {
    FactSource(agent: agent.cleaned(64) ?? "-", version: version?.cleaned(32))
  }
}

extension BandwidthFacts: BoundedFacts {
  var bounded: BandwidthFacts {
    var facts = self
    facts.congestionControl = congestionControl?.cleaned(32)
    facts.centreCongestionControl = centreCongestionControl?.cleaned(32)
    facts.server = server?.cleaned(200)
    return facts
  }
}

extension AccountFacts: BoundedFacts {
  var bounded: AccountFacts {
    AccountFacts(
      accounts: accounts.prefix(mostShown).map { account in
        var account = account
        account.service = account.service.cleaned(64) ?? "-"
        account.expiresAt = account.expiresAt?.cleaned(40)
        account.checkedAt = account.checkedAt.cleaned(40) ?? "-"
        account.detail = account.detail?.cleaned(200)
        return account
      })
  }
}
