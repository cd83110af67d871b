import Reporting

/// Facts that can be made safe to show: sections are stored as received, and external text may be
/// long or harmful.
protocol BoundedFacts: Codable, Sendable, Equatable {
  /// The facts with at most 64 elements in any list, and texts cleaned and cut to the tables'
  /// lengths.
  var bounded: Self { get }
}

extension Array {
  /// The first 64, each made safe by `clean`.
  fileprivate func bounded(_ clean: (inout Element) -> Void) -> [Element] {
    prefix(64).map { element in
      var element = element
      clean(&element)
      return element
    }
  }
}

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
    facts.memory.modules = memory.modules?.bounded { module in
      module.slot = module.slot?.cleaned(64)
      module.kind = module.kind?.cleaned(32)
      module.formFactor = module.formFactor?.cleaned(32)
      module.manufacturer = module.manufacturer?.cleaned(128)
    }
    facts.disks = disks.bounded { disk in
      disk.name = disk.name.cleaned(64) ?? "-"
      disk.model = disk.model?.cleaned(128)
    }
    facts.displays = displays.bounded { display in
      display.connector = display.connector.cleaned(64) ?? "-"
      display.manufacturer = display.manufacturer?.cleaned(64)
      display.model = display.model?.cleaned(128)
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
    facts.scanners = scanners.bounded { scanner in
      scanner.manufacturer = scanner.manufacturer?.cleaned(128)
      scanner.model = scanner.model?.cleaned(128)
      scanner.usbId = scanner.usbId?.cleaned(9)
    }
    facts.unseen = unseen.bounded { $0.reason = $0.reason.cleaned(200) ?? "-" }
    facts.source = source?.bounded
    return facts
  }
}

extension ProtectionFacts: BoundedFacts {
  var bounded: ProtectionFacts {
    var facts = self
    facts.antivirus = antivirus.bounded { $0.name = $0.name.cleaned(128) ?? "-" }
    facts.source = source?.bounded
    return facts
  }
}

extension NetworkFacts: BoundedFacts {
  var bounded: NetworkFacts {
    NetworkFacts(adapters: adapters.bounded { _ in }, source: source?.bounded)
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
      accounts: accounts.bounded { account in
        account.service = account.service.cleaned(64) ?? "-"
        account.expiresAt = account.expiresAt?.cleaned(40)
        account.checkedAt = account.checkedAt.cleaned(40) ?? "-"
        account.detail = account.detail?.cleaned(200)
      })
  }
}
