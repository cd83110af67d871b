import ArgumentParser
import Foundation
import InventoryStore
import Presentation
import Reporting

struct MachinesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines", abstract: "Manage enrolled computers.",
    subcommands: [
      List.self, MachineShow.self, MachineProposals.self, MachineRequests.self, MachineDecline.self,
      MachineApprove.self,
      MachineQuarantine.self, MachineRetire.self, MachineMerge.self, MachineKeepApart.self,
      MachineRevokeKey.self,
    ])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List enrolled computers.")

    @OptionGroup var global: GlobalOptions

    @OptionGroup var selection: MachineSelection

    @Option(help: "table (or text), json or csv.")
    var format: MachineListFormat = .table

    func run() async throws {
      try await Failure.reporting {
        if selection.silent {
          return try await SilentMachineList(selection: selection, format: format, global: global)
            .run()
        }
        let code = try selection.commune.map { try CommuneCode($0).description }
        let machines = try await global.store().machines.list(
          province: selection.place.province, commune: code, state: selection.state,
          within: .country)
        switch format {
        case .json: try ListOutput.json(machines)
        case .csv: try Output.write(Self.csv(machines))
        case .table, .text:
          try ListOutput.table(
            [
              "Computer", "Code", "Commune", "Model", "Memory", "Scanners", "Last report", "Status",
            ],
            machines.map(cells))
        }
      }
    }

    private static func csv(_ machines: [MachineSummary]) -> Data {
      CSVTable.encode(
        [
          "machine", "code", "commune", "state", "simulated", "manufacturer", "model",
          "memoryTotalBytes", "scanners", "agentVersion", "enrolledAt", "lastReportAt",
        ],
        machines.lazy.map { machine in
          [
            .text(machine.id), .text(machine.commune), .text(machine.communeName),
            .text(machine.state.rawValue), .integer(machine.simulated ? 1 : 0),
            .text(machine.manufacturer ?? ""), .text(machine.model ?? ""),
            machine.memoryTotalBytes.map { .integer($0) } ?? .empty,
            machine.scanners.map { .integer($0) } ?? .empty,
            .text(machine.agentVersion), .time(machine.enrolledAt), .time(machine.lastReportAt),
          ]
        })
    }

    private func state(_ machine: MachineSummary) -> String {
      var words = [OutputLanguage.said(machine.state.rawValue)]
      if machine.simulated { words.append(OutputLanguage.said("simulated")) }
      if machine.isClockWrong {
        words.append(OutputLanguage.said("clock \(MachineText.skew(machine.clockSkewSeconds))"))
      }
      return words.joined(separator: ", ")
    }

    private func cells(_ machine: MachineSummary) -> [String] {
      let model = ProductName.of(machine.manufacturer, machine.model) ?? ""
      return [
        machine.id, machine.commune, machine.communeName, model.isEmpty ? "?" : model,
        machine.memoryTotalBytes.map { "\(($0 + (1 << 29)) >> 30) GiB" } ?? "?",
        machine.scanners.map(String.init) ?? "?", ListOutput.time(machine.lastReportAt),
        state(machine),
      ]
    }
  }
}
