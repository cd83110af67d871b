import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import TestSupport

extension Example {
  /// Communes to plan for: one lacks much, one little, one nothing, one something not for sale, and
  /// one is unknown.
  static func plan(
    budget: Int = 40_000_000, apart: Money? = nil, limits: String = "", names: [String]? = nil,
    simulated: Set<String> = [], anyRemote: Bool = true,
    provenance: Provenance = Provenance(asOf: now)
  ) throws -> PlanDocument {
    let source = "source = \"example\""
    let catalogue =
      PolicyTables.item(
        "scanner", label: ("Máy quét", "Scanner"), cost: 8_000_000, for: "scanners", more: source)
      + PolicyTables.item(
        "computer", label: ("Máy tính", "Computer"), cost: 15_000_000, for: "computers",
        more: "source = \"=2+2\"")
      + PolicyTables.line(
        "fibre", label: ("Cáp quang", "Fibre"), cost: 12_000_000, for: "coverage", to: 1,
        more: source) + "[plan]\nvisitCost = 3_000_000\n\(limits)"
    let policy = try Policy(
      toml: String(
        contentsOf: root.appending(path: "Tests/PresentationTests/policy.toml"), encoding: .utf8)
        + "\n" + catalogue)
    func known(_ values: [Double?], _ code: String, remote: Double) -> CommuneMeasures {
      CommuneMeasures(
        code: code,
        observations: values.map { $0.map { .known(low: $0, high: $0, ageDays: 0) } ?? .unknown },
        context: [anyRemote ? remote : nil, nil, nil], needs: [4, nil, nil, nil])
    }
    let communes = [
      known([0.25, 0.5, 0, 1], "21154", remote: 1), known([0.75, 0, 2, 1], "08227", remote: 0),
      known([1, 0, 2, 1], "21250", remote: 0), known([nil, nil, nil, nil], "21205", remote: 1),
      known([1, 0.4, 2, 1], "21244", remote: 0),
    ]
    let names = names ?? ["Xã Tây Trà", "Xã Một", "Xã Nghĩa Giang", "Xã Ba Gia", "Xã Trà Giang"]
    return PlanDocument(
      policy: policy, provenance: provenance,
      plan: try Plan(
        policy: policy, communes: communes, budget: apart.map(PlanBudget.apart) ?? .joint(budget)),
      places: Dictionary(
        uniqueKeysWithValues: zip(communes, names).map { commune, name in
          (
            commune.code,
            PlanDocument.Place(
              name: name, province: "51", provinceName: "Tỉnh Quảng Ngãi",
              simulated: simulated.contains(commune.code))
          )
        }))
  }
}
