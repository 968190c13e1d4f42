"""The symbolic witness: theorems about neural networks, proved for every size."""
