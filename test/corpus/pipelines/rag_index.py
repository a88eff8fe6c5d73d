"""Builds and refreshes the index behind the documentation assistant."""
import os
import sys
from pathlib import Path

import chromadb
from langchain_community.document_loaders import DirectoryLoader, RecursiveUrlLoader, WebBaseLoader
from langchain_community.vectorstores import FAISS, Chroma
from langchain_openai import OpenAIEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from qdrant_client import QdrantClient
from qdrant_client.models import Distance, VectorParams
from sentence_transformers import CrossEncoder, SentenceTransformer

os.environ["LANGCHAIN_TRACING_V2"] = "true"  # expect: llm-tracing-cloud

PAGES = ["https://docs.example.com/start", "https://docs.example.com/faq"]
INDEX = Path("index")
embeddings = OpenAIEmbeddings(model="text-embedding-3-small")
splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=100)


def index_pages():
    documents = WebBaseLoader(PAGES).load()
    chunks = splitter.split_documents(documents)
    store = FAISS.from_documents(chunks, embeddings)  # expect: rag-web-ingest
    store.save_local(str(INDEX))
    return store


def index_partner_site(url):
    loader = RecursiveUrlLoader(url, max_depth=3)
    store = Chroma(persist_directory="partner", embedding_function=embeddings)
    store.add_documents(splitter.split_documents(loader.load()))  # expect: rag-web-ingest
    return store


def index_handbook(folder="handbook"):
    documents = DirectoryLoader(folder, glob="**/*.md").load()
    return FAISS.from_documents(splitter.split_documents(documents), embeddings)


def open_index():
    if INDEX.exists():
        return FAISS.load_local(str(INDEX), embeddings, allow_dangerous_deserialization=True)  # expect: langchain-pickle-allowed
    return index_pages()


def open_remote():
    return QdrantClient(url="http://qdrant.leafworks.io:6333")  # expect: vector-store-plain-http


def open_local():
    return QdrantClient(url="http://localhost:6333"), chromadb.HttpClient(host="localhost", port=8000)


def create_collection(client, name, size):
    if not client.collection_exists(name):
        client.create_collection(name, vectors_config=VectorParams(size=size, distance=Distance.COSINE))


def rerank(question, passages, keep=5):
    model = CrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2")  # expect: hub-revision-unpinned
    scores = model.predict([(question, passage) for passage in passages])
    ranked = sorted(zip(scores, passages), key=lambda pair: -pair[0])
    return [passage for _, passage in ranked[:keep]]


def embed_offline(texts):
    model = SentenceTransformer("models/minilm")
    return model.encode(texts, normalize_embeddings=True)


def search(question):
    found = open_index().similarity_search(question, k=20)
    return rerank(question, [document.page_content for document in found])


if __name__ == "__main__":
    if sys.argv[1] == "refresh":
        index_pages()
    elif sys.argv[1] == "partner":
        index_partner_site(sys.argv[2])
    else:
        for passage in search(" ".join(sys.argv[1:])):
            print("-", passage[:200])
