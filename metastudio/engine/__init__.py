"""The engine: few-shot learning as a library of its own. No Qt here."""
