"""What a shell offers when TAB is pressed, in the protocol in which kubectl asks plugins for it.

kubectl runs `kubectl_complete-porttrace` with the words behind `kubectl porttrace`, the last being the one under
completion. `words` says what is being completed, `offers` asks whoever knows the values, and `protocol` writes them
down. `shells` holds scripts for those who call `kubectl-porttrace` without kubectl.
"""
