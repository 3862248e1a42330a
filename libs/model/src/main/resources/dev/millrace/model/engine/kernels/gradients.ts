# Models whose whole pass is one call and whose gradients the engine makes; gradient mode is on in the methods that end in _learn and _pull.
#
# w: all tensors of a model in the order of its plan, adapters behind them: of each A r x inputs, B rows x r.
# at: for every tensor where its adapter's A lies in w, -1 without one.
# real: [epsilon, gain of the adapters, dropout of their inputs].
# The methods that learn are called in a way that takes tensors alone: numbers come as tensors of them.

  def ints(self: __torch__.Kernels, x: Tensor) -> List[int]:
    found = annotate(List[int], [])
    for i in range(x.size(0)):
      _0 = torch.append(found, int(torch.select(x, 0, i)))
    return found

  def floats(self: __torch__.Kernels, x: Tensor) -> List[float]:
    found = annotate(List[float], [])
    for i in range(x.size(0)):
      _0 = torch.append(found, float(torch.select(x, 0, i)))
    return found

  def leaves(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor]) -> List[Tensor]:
    found = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      t = torch.detach(w[i])
      if g[i].numel() > 0:
        _0 = torch.requires_grad_(t, True)
      _1 = torch.append(found, t)
    return found

  def learn(self: __torch__.Kernels, loss: Tensor, leaves: List[Tensor], g: List[Tensor], scale: float, keep: int) -> Tensor:
    learned = annotate(List[Tensor], [])
    targets = annotate(List[Tensor], [])
    for i in range(torch.len(g)):
      if g[i].numel() > 0:
        _0 = torch.append(learned, leaves[i])
        _1 = torch.append(targets, g[i])
    found = torch.grad([torch.mul(loss, scale)], learned, None, None, False, True)
    for i in range(torch.len(found)):
      d = found[i]
      if torch.__isnot__(d, None):
        d0 = unchecked_cast(Tensor, d)
        _2 = (self).put(targets[i], d0, keep)
      else:
        if keep == 0:
          _3 = torch.zero_(targets[i])
    return torch.to(torch.detach(loss), 7)

  def bent(self: __torch__.Kernels, x: Tensor, w: List[Tensor], i: int, bias: Tensor, at: List[int], real: List[float]) -> Tensor:
    y = (self).linear(x, w[i], bias)
    if at[i] >= 0:
      d = torch.dropout(x, real[2], real[2] > 0.)
      h = torch.linear(d, torch.to(w[at[i]], x.dtype))
      y = torch.add(y, torch.linear(h, torch.to(w[at[i] + 1], x.dtype)), alpha=real[1])
    return y

  def curved(self: __torch__.Kernels, x: Tensor, activation: int) -> Tensor:
    if activation == 3:
      y = torch.relu(x)
    else:
      y = (self).activated(x, activation)
    return y

  def heads(self: __torch__.Kernels, x: Tensor, count: int) -> Tensor:
    return torch.reshape(x, [x.size(0), count, -1])

  def cross_entropy(self: __torch__.Kernels, logits: Tensor, targets: Tensor) -> Tensor:
    p = torch.log_softmax(logits, 1, 6)
    return torch.neg(torch.sum(torch.gather(p, 1, torch.unsqueeze(targets, 1)), dtype=7))
