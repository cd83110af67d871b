public import ArgumentParser
public import InventoryStore

extension LetterPeriod: ExpressibleByArgument {}
extension LetterLanguage: ExpressibleByArgument {}
