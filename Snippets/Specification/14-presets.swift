// Stacks of defaults by name; what they need comes from the environment.
// snippet.show
import Nexus

let saas = Nexus(preset: .saas)
let enterprise = Nexus(preset: .enterprise)
