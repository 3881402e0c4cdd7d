"""The pocket model: a small multi-view diffusion model, trained by this package on props it renders itself.

vocabulary → props → surface → render → data (shards on disk) → model, train → evaluate.
"""
