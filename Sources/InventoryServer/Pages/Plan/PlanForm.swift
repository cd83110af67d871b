import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The form of a plan: its fields as typed, their faults, and the resulting parameters.
struct PlanForm {
  /// The fields in which amounts are typed.
  enum Field: String, CaseIterable { case budget, recurrent, floor, cap, quota, visit }

  /// Faults of fields, by their messages' keys.
  typealias Faults = [Field: String]

  /// As typed; without blank fields.
  let typed: [Field: String]
  let province: String?
  /// A group's number, in digits.
  let group: String?
  /// Ids excluded from the plan, in the catalogue's order.
  let without: [String]
  private(set) var faults: Faults = [:]
  /// nil if the form is empty or has a fault.
  private(set) var parameters: PlanParameters?

  /// - Parameter value: Returns the form's value for a name; nil if blank.
  init(policy: Policy, _ value: (String) -> String?) {
    typed = Field.typed(value)
    province = value("province")
    group = value("group").map { String($0.prefix(20)) }
    without = policy.catalogue.map(\.id).filter { value(Self.name(without: $0)) != nil }
    guard typed[.budget] != nil else { return }
    var limits = policy.plan ?? PlanLimits()
    let budget = money(.budget) ?? 0
    // If blank, one budget pays for both kinds of money.
    let recurrent = money(.recurrent)
    if faults[.budget] == nil, budget == 0, recurrent ?? 0 == 0 {
      faults[.budget] = "planPage.fault.zero"
    }
    limits.floor = money(.floor) ?? limits.floor
    limits.visitCost = money(.visit) ?? limits.visitCost
    readCap(&limits)
    readQuota(&limits, policy)
    guard faults.isEmpty else { return }
    parameters = PlanParameters(
      budget: budget, recurrentBudget: recurrent, province: province, group: group, limits: limits,
      without: without)
  }

  /// The name of the checkbox that excludes an entry.
  static func name(without id: String) -> String { "without.\(id)" }

  private mutating func money(_ field: Field) -> Int? {
    guard let text = typed[field] else { return nil }
    do {
      return try MoneyInput.amount(text)
    } catch {
      faults[field] = "money.\(error.reason.rawValue)"
      return nil
    }
  }

  private mutating func readCap(_ limits: inout PlanLimits) {
    if let text = typed[.cap]?.lowercased().trimmingCharacters(in: .whitespaces),
      ["không", "không giới hạn", "none", "no", "no limit"].contains(where: {
        $0.precomposedStringWithCanonicalMapping == text.precomposedStringWithCanonicalMapping
      })
    {
      limits.cap = nil
    } else {
      limits.cap = money(.cap) ?? limits.cap
    }
    if faults[.cap] == nil, faults[.floor] == nil, let cap = limits.cap, cap < limits.floor {
      faults[.cap] = "planPage.fault.capBelowFloor"
    }
  }

  private mutating func readQuota(_ limits: inout PlanLimits, _ policy: Policy) {
    guard let text = typed[.quota] else { return }
    guard let share = Self.percent(text) else {
      faults[.quota] = "planPage.fault.quota"
      return
    }
    if share > 0, !policy.knowsRemoteness { faults[.quota] = "planPage.fault.noRemote" }
    limits.remoteQuota = share
  }

  /// Parses `30`, `30%` or `12,5` as a fraction; nil unless it is from 0 to 100.
  static func percent(_ text: String) -> Double? {
    var digits = text.filter { !$0.isWhitespace }
    if digits.last == "%" { digits.removeLast() }
    digits = digits.replacing(",", with: ".")
    guard digits.utf8.count <= 12, digits.utf8.first.map({ 48...57 ~= $0 }) == true,
      digits.utf8.allSatisfy({ 48...57 ~= $0 || $0 == UInt8(ascii: ".") }),
      let number = Double(digits), 0...100 ~= number
    else { return nil }
    return number / 100
  }

  /// The content of a field: as typed, otherwise from the policy.
  func shown(_ field: Field, _ policy: Policy, _ call: PageCall) -> String {
    if let text = typed[field] { return text }
    let limits = policy.plan ?? PlanLimits()
    switch field {
    case .budget, .recurrent: return ""
    case .floor: return call.people.number(limits.floor)
    case .cap: return limits.cap.map { call.people.number($0) } ?? call.text("planPage.none")
    case .quota: return call.people.number(limits.remoteQuota * 100, decimals: 2, trimmed: true)
    case .visit: return call.people.number(limits.visitCost)
    }
  }
}
