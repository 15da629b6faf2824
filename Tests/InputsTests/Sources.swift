import Diagnosis
import Inputs
import LogReading
import Model

func source(_ text: String) -> LogSource {
    LogSource(name: "input.json", bytes: Array(text.utf8))
}

/// The error that reading gives, or nil.
func error(_ read: () throws -> Void) -> InputError? {
    do {
        try read()
        return nil
    } catch {
        return error as? InputError
    }
}

let hubPath =
    "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg-field/providers/Microsoft.Devices/IotHubs/"
