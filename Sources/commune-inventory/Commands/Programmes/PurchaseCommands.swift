public import ArgumentParser
import Foundation
import InventoryServer
public import InventoryStore

/// `programme import NUMBER FILE`.
struct ProgrammeImport: TableImport {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Record orders and deliveries from a CSV table, all of them or none.",
    discussion: """
      One line per purchase, for any communes of the programme: kind (order or delivery), commune, \
      item, day (YYYY-MM-DD or DD/MM/YYYY), count, price (whole VND for one, such as 15.000.000; empty for the \
      programme's), document and note. programme template prints a table to fill in.
      """)

  @OptionGroup var target: ProgrammeTarget

  @OptionGroup var table: TableFile

  var global: GlobalOptions { target.global }

  func file(_ bytes: Data, in store: InventoryStore) async throws {
    do {
      let table = try PurchaseTable(bytes)
      let count = try await store.programmes.record(
        table.records, in: target.number, within: .country, now: CommandTime.now)
      try Output.say(
        count == 1
          ? "Recorded one order or delivery." : "Recorded \(count) orders and deliveries.")
      if table.skipped > 0 {
        try Output.say("Skipped lines with neither day nor document: \(table.skipped).")
      }
    } catch let error as InventoryError
      where error.code == .registerMalformed || error.code == .purchasesMalformed
    {
      throw Failure(Failure.badInput, "\(error.commandMessage)\nNothing was recorded.")
    }
  }
}

/// `programme template NUMBER`.
struct ProgrammeTemplate: TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Print a CSV table for programme import: what is still to be ordered or delivered.")

  @OptionGroup var target: ProgrammeTarget

  func run(with store: InventoryStore) async throws {
    let record = try await store.programmes.record(target.number, within: .country)
    try Output.write(PurchaseTemplate.csv(record))
  }
}

/// `programme change NUMBER COMMUNE ITEM`.
struct ProgrammeChange: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change the count or price of a line item, cancel or reinstate it.")

  @OptionGroup var target: ProgrammeTarget

  @Argument(help: "The commune's code.")
  var commune: String

  @Argument(help: "The item's ID, as in programme template.")
  var item: String

  @Option(help: "count, price (whole VND for one) or cancelled (1, or 0 to reinstate).")
  var field: LineItemChange.Field

  @Option(help: "The new value: a count in digits, or a price such as 15.000.000.")
  var to: String

  @Option(help: "Reason, kept with the value before.")
  var reason: String

  func validate() throws { _ = try value() }

  private func value() throws -> Int {
    if field == .price { return try MoneyInput.price(to) }
    guard let value = Int(to) else {
      throw ValidationError("The new value \"\(to)\" is not a whole number: write digits only.")
    }
    return value
  }

  func change(_ store: InventoryStore) async throws -> String {
    let value = try value()
    try await store.programmes.change(
      field, of: commune, item: item, in: target.number, to: value, because: reason,
      within: .country, now: CommandTime.now)
    return "Changed: \(field.rawValue) of \(item) for commune \(commune) is now \(value)."
  }
}

extension LineItemChange.Field: ExpressibleByArgument {}

/// `programme withdraw NUMBER ENTRY`.
struct ProgrammeWithdraw: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw an order or a delivery that was recorded by mistake.")

  @OptionGroup var target: ProgrammeTarget

  @Argument(help: "The commune's code.")
  var commune: String

  @Argument(help: "The item's ID.")
  var item: String

  @Option(help: "order or delivery.")
  var kind: PurchaseEntry.Kind

  @Option(help: "The number of its document.")
  var document: String

  func change(_ store: InventoryStore) async throws -> String {
    let items = try await store.programmes.record(target.number, within: .country).items
    let entry = items.first { $0.commune == commune && $0.item == item }?.entries
      .first { $0.kind == kind && PurchaseRecord.isSameDocument($0.document, document) }
    guard let entry else {
      throw Failure(
        Failure.badInput,
        "No \(kind.rawValue) of \(item) for commune \(commune) is recorded under document \(document)."
      )
    }
    try await store.programmes.withdraw(
      entry: entry.number, of: target.number, within: .country, now: CommandTime.now)
    return "Withdrawn: the \(kind.rawValue) under document \(document)."
  }
}

extension PurchaseEntry.Kind: ExpressibleByArgument {}
