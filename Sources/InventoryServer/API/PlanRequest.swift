import Foundation
import Prioritization

/// The body of `POST /api/v1/plan`: `{"budget": 50000000000, "province": "51"}`, or, instead of
/// `budget`, one for each kind of money, `capitalBudget` and `recurrentBudget`; optionally `group`.
struct PlanRequest: Decodable, Equatable {
  var budget: PlanBudget
  /// Two digits; nil for the country.
  var province: String?
  /// Only communes of this group, by its number or name; nil for all.
  var group: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case budget, capitalBudget, recurrentBudget, province, group
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ body: Data) throws {
    do {
      self = try JSONDecoder().decode(PlanRequest.self, from: body)
    } catch let error as ServerError {
      throw error
    } catch {
      throw ServerError(
        .argumentMalformed,
        "The body is not a plan request: send {\"budget\": 50000000000, \"province\": \"51\"}, the budget in whole VND."
      )
    }
  }

  init(from decoder: any Decoder) throws {
    // A misspelt province must not become a plan for the country.
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where CodingKeys(rawValue: key.stringValue) == nil {
      throw ServerError(
        .argumentMalformed,
        "Unknown member \"\(key.stringValue.prefix(40))\" in a plan request: use budget (or capitalBudget and recurrentBudget), province and group."
      )
    }
    let members = try decoder.container(keyedBy: CodingKeys.self)
    let capital = try members.decodeIfPresent(Int.self, forKey: .capitalBudget)
    let recurrent = try members.decodeIfPresent(Int.self, forKey: .recurrentBudget)
    if let capital, let recurrent {
      guard !members.contains(.budget) else {
        throw ServerError(
          .argumentMalformed,
          "A plan request has a budget, or capitalBudget and recurrentBudget: send one or the other."
        )
      }
      budget = .apart(.init(capital: capital, recurrent: recurrent))
    } else if capital == nil, recurrent == nil {
      budget = .joint(try members.decode(Int.self, forKey: .budget))
    } else {
      throw ServerError(
        .argumentMalformed, "Send capitalBudget and recurrentBudget together; 0 for none.")
    }
    province = try members.decodeIfPresent(String.self, forKey: .province)
    group = try members.decodeIfPresent(String.self, forKey: .group)
    let parts: [Int] =
      switch budget {
      case .joint(let all): [all]
      case .apart(let money): [money.capital, money.recurrent, money.total]
      }
    guard parts.allSatisfy((0...Plan.maximumBudget).contains) else {
      throw ServerError(
        .argumentMalformed, "The budget is whole VND from 0 to \(Plan.maximumBudget).")
    }
  }
}
