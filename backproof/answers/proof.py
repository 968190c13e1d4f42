from dataclasses import dataclass
@dataclass(frozen=True)
class Proof:
    kind: str
    reason: str
    exceptions: tuple = ()
def prove(g,c,d,j): return Proof("no","")
