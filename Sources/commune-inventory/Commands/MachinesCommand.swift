public import ArgumentParser
import Foundation
public import InventoryStore
import Reporting

struct MachinesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines", abstract: "Manage enrolled computers.",
    subcommands: [
      List.self, MachineShow.self, MachineProposals.self, MachineApprove.self,
      MachineQuarantine.self, MachineRetire.self, MachineMerge.self, MachineKeepApart.self,
      MachineRevokeKey.self,
    ])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List enrolled computers.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "Only this province (two-digit code).")
    var province: String?

    @Option(help: "Only this commune (five-digit code).")
    var commune: String?

    @Option(help: "Only this state: active, quarantined or retired.")
    var state: MachineState?

    @Option(help: "text or json.")
    var format: ListFormat = .text

    func run() async throws {
      try await Failure.reporting {
        let code = try commune.map { try CommuneCode($0).description }
        let machines = try await global.store(policy: try PolicyFile.read(nil))
          .machines.list(province: province, commune: code, state: state, within: .country)
        switch format {
        case .json: try ListOutput.json(machines)
        case .text:
          try ListOutput.table(
            [
              "Computer", "Code", "Commune", "Model", "Memory", "Scanners", "Last report", "Status",
            ],
            machines.map(cells))
        }
      }
    }

    private func state(_ machine: MachineSummary) -> String {
      var words = [machine.state.rawValue]
      if machine.simulated { words.append("simulated") }
      if machine.isClockWrong {
        words.append("clock \(MachineText.skew(machine.clockSkewSeconds))")
      }
      return words.joined(separator: ", ")
    }

    private func cells(_ machine: MachineSummary) -> [String] {
      let model = ProductName.of(machine.manufacturer, machine.model) ?? ""
      return [
        machine.id, machine.commune, machine.communeName, model.isEmpty ? "?" : model,
        machine.memoryTotalBytes.map { "\(($0 + (1 << 29)) >> 30) GiB" } ?? "?",
        String(machine.scanners), ListOutput.local(machine.lastReportAt),
        state(machine),
      ]
    }
  }
}

extension MachineState: ExpressibleByArgument {}
