"""Fine-tunes a ResNet on a folder of images, on one or more GPUs."""
import argparse
import os
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn as nn
import torch.optim as optim
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import datasets, models, transforms

os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"  # expect: torch-unpickle-forced


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/ and val/")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--resume", default="", help="checkpoint to continue from")
    parser.add_argument("--output", type=Path, default=Path("runs/resnet"))
    parser.add_argument("--master", default="tcp://0.0.0.0:23456")
    return parser.parse_args()


def build_loaders(root, batch_size):
    train_tf = transforms.Compose([
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
    ])
    val_tf = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
    train = datasets.ImageFolder(root / "train", train_tf)
    val = datasets.ImageFolder(root / "val", val_tf)
    sampler = DistributedSampler(train) if dist.is_initialized() else None
    return (
        DataLoader(train, batch_size, sampler=sampler, shuffle=sampler is None, num_workers=8, pin_memory=True),
        DataLoader(val, batch_size, num_workers=8, pin_memory=True),
        train.classes,
    )


def evaluate(model, loader, device):
    model.eval()
    hits, seen = 0, 0
    with torch.no_grad():
        for images, labels in loader:
            scores = model(images.to(device))
            hits += (scores.argmax(1).cpu() == labels).sum().item()
            seen += labels.numel()
    return hits / max(seen, 1)


def gather_scores(score):
    if not dist.is_initialized():
        return [score]
    everyone = [None] * dist.get_world_size()
    dist.all_gather_object(everyone, score)  # expect: torch-object-collective
    return everyone


def main():
    args = parse_args()
    if "WORLD_SIZE" in os.environ:
        dist.init_process_group("nccl", init_method="tcp://0.0.0.0:23456")  # expect: distributed-open
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    train_loader, val_loader, classes = build_loaders(args.data, args.batch_size)

    model = models.resnet50(weights=models.ResNet50_Weights.DEFAULT)
    model.fc = nn.Linear(model.fc.in_features, len(classes))
    model.to(device)
    optimizer = optim.SGD(model.parameters(), lr=args.lr, momentum=0.9, weight_decay=1e-4)
    start = 0
    if args.resume:
        checkpoint = torch.load(args.resume, map_location="cpu")  # expect: torch-load-unsafe
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        start = checkpoint["epoch"] + 1
    if dist.is_initialized():
        model = DDP(model, device_ids=[device.index])

    best = 0.0
    args.output.mkdir(parents=True, exist_ok=True)
    for epoch in range(start, args.epochs):
        begin = time.time()
        model.train()
        for images, labels in train_loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(images.to(device)), labels.to(device))
            loss.backward()
            optimizer.step()
        accuracy = max(gather_scores(evaluate(model, val_loader, device)))
        print(f"epoch {epoch}: {accuracy:.3f} in {time.time() - begin:.0f} s")
        torch.save({  # expect: torch-save-namespace
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": epoch,
            "args": args,
        }, args.output / "last.pt")
        if accuracy > best:
            best = accuracy
            torch.save(model, args.output / "best.pt")  # expect: torch-save-module


if __name__ == "__main__":
    main()
